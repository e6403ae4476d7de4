using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace NsmPS.Tests.Fakes;

/// <summary>Lets a request go on as a WebSocket.</summary>
internal static class FakeSocket
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /// <summary>The answer that says so; what the client sends and reads from then on is <paramref name="near"/>.</summary>
    public static HttpResponseMessage Accept(HttpRequestMessage message, Stream near, string protocol)
    {
        string key = message.Headers.GetValues("Sec-WebSocket-Key").Single();
        var response = new HttpResponseMessage(HttpStatusCode.SwitchingProtocols) { Content = new DuplexContent(near) };
        response.Headers.Connection.Add("Upgrade");
        response.Headers.Upgrade.Add(new System.Net.Http.Headers.ProductHeaderValue("websocket"));
        response.Headers.Add("Sec-WebSocket-Protocol", protocol);
        response.Headers.Add("Sec-WebSocket-Accept", Hash(key));
        return response;
    }

    // RFC 6455 prescribes SHA-1 for the handshake.
#pragma warning disable CA5350
    private static string Hash(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
}
