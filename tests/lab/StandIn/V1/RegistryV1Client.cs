using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>The registry, through its Service.</summary>
internal static class RegistryV1Client
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static async Task<List<EndpointEntry>> FindAsync(string service, CancellationToken cancellationToken) =>
        (await AskAsync(new Message { Method = V1Names.Find, Service = service }, cancellationToken)).Endpoints ?? [];

    /// <exception cref="LabException">The registry is away or refused.</exception>
    public static Task<Message> AskAsync(Message request, CancellationToken cancellationToken) =>
        LineConnection.CallAsync(ServiceAddress.Of(V1Names.Registry, V1Names.RegistryPort), request, s_limit, cancellationToken);
}
