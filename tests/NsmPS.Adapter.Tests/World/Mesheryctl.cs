extern alias client;

using client::NsmPS.Meshes;
using Grpc.Core;
using static client::NsmPS.Meshes.MeshService;

namespace NsmPS.Adapter.Tests.World;

/// <summary>What <c>mesheryctl adapter deploy --watch</c> takes for the end: it asks first and listens afterwards, passes over
/// operation ids, and looks for words.</summary>
internal static class Mesheryctl
{
    /// <summary>How long the real one is allowed to wait for an end that is there.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Listens from now on: true for success, false for failure.</summary>
    public static async Task<bool> WatchAsync(MeshServiceClient client)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_limit);
        using var call = client.StreamEvents(new EventsRequest(), cancellationToken: deadline.Token);
        await foreach (var item in call.ResponseStream.ReadAllAsync(deadline.Token))
        {
            if (item.Summary.Contains("error", StringComparison.OrdinalIgnoreCase)
                || item.Details.Contains("error", StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }

            if (item.Details.Contains("mesh is now installed", StringComparison.Ordinal))
            {
                return true;
            }
        }

        throw new InvalidOperationException("The stream ended without an end.");
    }
}
