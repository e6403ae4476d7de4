using System.Net.WebSockets;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Kubernetes.Connection;

/// <summary>The ways to open a connection to a pod.</summary>
/// <param name="ByWebSocket">The way of today. It is a GET, which wants the verb get, and newer servers want create too.</param>
/// <param name="BySpdy">The older way, a POST, which wants create alone. kubectl takes it too where the first is refused.</param>
internal sealed record PodDial(PodDial.Way ByWebSocket, PodDial.Way BySpdy)
{
    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public delegate Task<WebSocket> Way(ClusterTransport transport, CancellationToken cancellationToken);

    /// <summary>To a command in a container.</summary>
    public static PodDial Exec(ExecCall call) => new(
        (transport, token) => transport.ExecAsync(call, token), (transport, token) => transport.ExecBySpdyAsync(call, token));

    public static PodDial Forward(string @namespace, string pod, int port) => new(
        (transport, token) => transport.ForwardAsync(@namespace, pod, port, token),
        (transport, token) => transport.ForwardBySpdyAsync(@namespace, pod, port, token));
}
