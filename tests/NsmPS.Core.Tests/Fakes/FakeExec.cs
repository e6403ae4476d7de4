using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NsmPS.Tests.Fakes;

/// <summary>The server's end of a command's WebSocket.</summary>
internal static class FakeExec
{
    private const string KeySuffix = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private const string Protocol = "v4.channel.k8s.io";

    public static HttpResponseMessage Upgrade(FakeApiServer server, FakeRoute route, FakeRequest request, HttpRequestMessage message)
    {
        server.Objects.Get(route.Type!, route.Namespace, route.Name!);
        if (server.Exec is not { } exec)
        {
            throw new FakeRejection(HttpStatusCode.InternalServerError, "InternalError", "container not found");
        }

        string key = message.Headers.GetValues("Sec-WebSocket-Key").Single();
        (Stream near, Stream far) = DuplexStream.CreatePair();
        var call = new FakeExecCall(route.Namespace!, route.Name!, request.QueryValue("container") ?? "", request.QueryValue("command")?.Split('\n') ?? []);
        _ = Task.Run(() => ServeAsync(exec, call, far));

        var response = new HttpResponseMessage(HttpStatusCode.SwitchingProtocols) { Content = new DuplexContent(near) };
        response.Headers.Connection.Add("Upgrade");
        response.Headers.Upgrade.Add(new System.Net.Http.Headers.ProductHeaderValue("websocket"));
        response.Headers.Add("Sec-WebSocket-Protocol", Protocol);
        response.Headers.Add("Sec-WebSocket-Accept", Accept(key));
        return response;
    }

    private static async Task ServeAsync(Func<FakeExecCall, CancellationToken, Task<FakeExecAnswer>> exec, FakeExecCall call, Stream stream)
    {
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = Protocol });
        using var ended = new CancellationTokenSource();
        Task<WebSocketReceiveResult> closed = socket.ReceiveAsync(new byte[64], CancellationToken.None);
        _ = closed.ContinueWith(_ => ended.Cancel(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            FakeExecAnswer answer = await exec(call, ended.Token);
            await SendAsync(socket, 1, answer.StandardOutput);
            await SendAsync(socket, 2, answer.StandardError);
            if (answer.Hang)
            {
                await closed;
                return;
            }

            await SendAsync(socket, 3, Status(answer).ToJsonString());
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
            await closed;
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client went away.
        }
    }

    private static async Task SendAsync(WebSocket socket, byte channel, string text)
    {
        if (text.Length > 0)
        {
            await socket.SendAsync((byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, true, CancellationToken.None);
        }
    }

    private static JsonObject Status(FakeExecAnswer answer)
    {
        if (answer is { ExitCode: 0, Error: null })
        {
            return new JsonObject { ["metadata"] = new JsonObject(), ["status"] = "Success" };
        }

        return answer.Error is not null
            ? new JsonObject { ["status"] = "Failure", ["reason"] = "InternalError", ["message"] = answer.Error, ["code"] = 500 }
            : new JsonObject
            {
                ["status"] = "Failure",
                ["reason"] = "NonZeroExitCode",
                ["message"] = "command terminated with non-zero exit code",
                ["details"] = new JsonObject
                {
                    ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ExitCode", ["message"] = answer.ExitCode.ToString(CultureInfo.InvariantCulture) }),
                },
            };
    }

    // RFC 6455 prescribes SHA-1 for the handshake.
#pragma warning disable CA5350
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + KeySuffix)));
#pragma warning restore CA5350
}
