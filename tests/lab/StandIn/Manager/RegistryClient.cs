using System.Net;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>The registry in the same pod, which speaks with the API server.</summary>
internal sealed class RegistryClient
{
    private static readonly IPEndPoint s_address = new(IPAddress.Loopback, Paths.RegistryPort);
    private string? _node;

    public static Task<Message> AskAsync(Message request, CancellationToken cancellationToken) =>
        LineConnection.CallAsync(s_address, request, cancellationToken);

    /// <summary>The name of this node, which only the registry is told.</summary>
    public async Task<string> NodeAsync(CancellationToken cancellationToken) =>
        _node ??= (await AskAsync(new Message { Method = "node" }, cancellationToken)).Node!;
}
