using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace NsmPS.Tests.Fakes;

/// <summary>The server's end of a command's WebSocket.</summary>
internal static class FakeExec
{
    private const string Protocol = "v4.channel.k8s.io";

    public static HttpResponseMessage Upgrade(FakeApiServer server, FakeRoute route, FakeRequest request, HttpRequestMessage message)
    {
        server.Objects.Get(route.Type!, route.Namespace, route.Name!);
        if (server.Exec is not { } exec)
        {
            throw new FakeRejection(HttpStatusCode.InternalServerError, "InternalError", "container not found");
        }

        (Stream near, Stream far) = DuplexStream.CreatePair();
        var call = new FakeExecCall(route.Namespace!, route.Name!, request.QueryValue("container") ?? "", request.QueryValue("command")?.Split('\n') ?? []);
        _ = Task.Run(() => ServeAsync(exec, call, far));

        return FakeSocket.Accept(message, near, Protocol);
    }

    private static async Task ServeAsync(Func<FakeExecCall, CancellationToken, Task<FakeExecAnswer>> exec, FakeExecCall call, Stream stream)
    {
        using WebSocket socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = Protocol });
        using var ended = new CancellationTokenSource();
        var input = Channel.CreateUnbounded<string>();
        Task closed = ListenAsync(socket, input.Writer, ended);
        try
        {
            FakeExecAnswer answer = await exec(call, ended.Token);
            await SendAsync(socket, 1, answer.StandardOutput);
            if (answer.Read is { } read)
            {
                answer = read(await input.Reader.ReadAsync(ended.Token));
                await SendAsync(socket, 1, answer.StandardOutput);
            }

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

    /// <summary>Hands on what the client sends, until its end of the socket is gone.</summary>
    private static async Task ListenAsync(WebSocket socket, ChannelWriter<string> input, CancellationTokenSource ended)
    {
        byte[] buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } received)
            {
                Assert.Equal(0, buffer[0]);
                input.TryWrite(Encoding.UTF8.GetString(buffer, 1, received.Count - 1));
            }
        }
        finally
        {
            await ended.CancelAsync();
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
}
