using System.Collections.Concurrent;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>The forwarder and the endpoints of a node, and their registrations, which
/// this manager refreshes as long as they are there.</summary>
/// <param name="url">Under which address this manager is called.</param>
internal sealed class Registrants(string url)
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(500);
    private readonly ConcurrentDictionary<string, Registrant> _all = new();

    /// <exception cref="LabException">No forwarder is registered.</exception>
    public Registrant Forwarder => _all.Values.FirstOrDefault(static item => !item.IsGone && IsForwarder(item.Registration))
        ?? throw new LabException("no forwarder is registered");

    /// <exception cref="LabException">The endpoint is not on this node, or no more.</exception>
    public Registrant Endpoint(string name) =>
        _all.TryGetValue(name, out var endpoint) && !endpoint.IsGone
            ? endpoint
            : throw new LabException($"endpoint {name} is not registered here");

    /// <summary>Keeps a registration as long as its connection lasts.</summary>
    public async Task ServeAsync(Message registration, LineConnection connection, CancellationToken cancellationToken)
    {
        var name = registration.Name ?? throw new LabException("a registration without a name");
        Registrant registrant = new(registration, connection);
        _all[name] = registrant;
        Log.Info($"{name} registers for {string.Join(", ", registration.Services ?? [])}");
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var refreshing = RefreshAsync(registration with { Url = url }, gone.Token);
        await registrant.ReadAsync(cancellationToken);
        await gone.CancelAsync();
        await refreshing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Log.Info($"{name} is gone");
        if (_all.TryRemove(KeyValuePair.Create(name, registrant)))
        {
            await RegistryV1Client.AskAsync(new Message { Method = V1Names.Unregister, Name = name }, cancellationToken);
        }
    }

    private static bool IsForwarder(Message registration) => registration.Services?.Contains(V1Names.ForwarderService) == true;

    private static async Task RefreshAsync(Message registration, CancellationToken cancellationToken)
    {
        while (true)
        {
            var pause = s_refresh;
            try
            {
                await RegistryV1Client.AskAsync(registration, cancellationToken);
            }
            catch (LabException e)
            {
                Log.Error($"registration of {registration.Name}: {e.Message}");
                pause = s_retry;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }
}
