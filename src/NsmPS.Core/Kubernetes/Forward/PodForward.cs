using System.Net;
using System.Net.WebSockets;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Forward;

/// <summary>Connects to ports of pods over a WebSocket of its own for each connection, as kubectl port-forward does.</summary>
internal sealed class PodForward(ApiConnection connection)
{
    private static readonly string[] s_protocols = ["v4.channel.k8s.io"];

    /// <exception cref="NsmException">PodPortUnreachable, or the server refused.</exception>
    public async Task<Stream> ConnectAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        WebSocket socket = await new PodSocket(connection).ConnectAsync(request, s_protocols, answer => Refused(request, answer), cancellationToken);
        return new PodForwardStream(socket);
    }

    private NsmException Refused(ApiRequest request, ApiResponse answer) => answer.Code switch
    {
        HttpStatusCode.NotFound => connection.Errors.PortUnreachable(request.Target, "the pod does not exist, or the server offers no port-forward"),
        HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError => connection.Errors.PortUnreachable(request.Target, "the pod does not run, or its node does not answer"),
        HttpStatusCode.SwitchingProtocols => connection.Errors.PortUnreachable(request.Target, "the server offers no protocol NsmPS speaks"),
        _ => connection.Errors.Refused(request, answer),
    };
}
