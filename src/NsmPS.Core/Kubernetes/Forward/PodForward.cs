using System.Net;
using NsmPS.Kubernetes.Connection;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Forward;

/// <summary>Connects to ports of pods as kubectl port-forward does: each connection has a WebSocket of its own, or what stands for
/// one.</summary>
internal sealed class PodForward(ApiConnection connection)
{
    /// <exception cref="NsmException">PodPortUnreachable, or the server refused.</exception>
    public async Task<Stream> ConnectAsync(string @namespace, string pod, int port, CancellationToken cancellationToken)
    {
        var request = ObjectRequests.PortForward(@namespace, pod, port);
        return new PodForwardStream(await connection.OpenSocketAsync(
            request, PodDial.Forward(@namespace, pod, port), answer => Refused(request, answer), cancellationToken));
    }

    private NsmException Refused(ApiRequest request, ApiResponse answer) => answer.Code switch
    {
        HttpStatusCode.NotFound =>
            connection.Errors.PortUnreachable(request.Target, "the pod does not exist, or the server offers no port-forward"),
        HttpStatusCode.BadRequest or HttpStatusCode.InternalServerError =>
            connection.Errors.PortUnreachable(request.Target, "the pod does not run, or its node does not answer"),
        HttpStatusCode.SwitchingProtocols =>
            connection.Errors.PortUnreachable(request.Target, "the server offers no protocol NsmPS speaks"),
        _ => connection.Errors.Refused(request, answer),
    };
}
