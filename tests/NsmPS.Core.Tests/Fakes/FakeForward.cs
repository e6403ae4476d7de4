using System.Net;
using System.Net.WebSockets;

namespace NsmPS.Tests.Fakes;

/// <summary>The server's end of a connection to a port of a pod.</summary>
internal static class FakeForward
{
    private const string Protocol = "v4.channel.k8s.io";

    public static HttpResponseMessage Upgrade(FakeApiServer server, FakeRoute route, FakeRequest request, HttpRequestMessage message)
    {
        server.Objects.Get(route.Type!, route.Namespace, route.Name!);
        if (server.Ports is not { } ports)
        {
            throw new FakeRejection(HttpStatusCode.InternalServerError, "InternalError", "pod is not running");
        }

        (Stream near, Stream far) = DuplexStream.CreatePair();
        _ = Task.Run(async () =>
        {
            using WebSocket socket = WebSocket.CreateFromStream(far, new WebSocketCreationOptions { IsServer = true, SubProtocol = Protocol });
            await ports($"{route.Namespace}/{route.Name}:{request.QueryValue("ports")}", socket);
        });
        return FakeSocket.Accept(message, near, Protocol);
    }
}
