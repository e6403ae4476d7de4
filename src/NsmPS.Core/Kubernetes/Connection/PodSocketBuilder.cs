using System.Net.WebSockets;
using k8s;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Opens the WebSockets of a connection by the connection's own client.</summary>
internal sealed class PodSocketBuilder(HttpClient client, AnswerBudget answers) : WebSocketBuilder
{
    /// <summary>What every server speaks; a newer one may be preferred.</summary>
    private const string OldestProtocol = "v4.channel.k8s.io";

    public override async Task<WebSocket> BuildAndConnectAsync(Uri uri, CancellationToken cancellationToken)
    {
        Options.AddSubProtocol(OldestProtocol);
        Options.KeepAliveInterval = Timeout.InfiniteTimeSpan;
        using var door = new UpgradeDoor(client, answers);
        using var invoker = new HttpMessageInvoker(door);
        var connected = false;
        try
        {
            await WebSocket.ConnectAsync(uri, invoker, cancellationToken);
            connected = true;
            return WebSocket;
        }
        catch (WebSocketException) when (door.Answer is { } answer && !cancellationToken.IsCancellationRequested)
        {
            // KubernetesClient's builder would send the request again, without credentials, to learn the reason.
            throw new UpgradeRefusedException(answer);
        }
        finally
        {
            if (!connected)
            {
                WebSocket.Dispose();
            }
        }
    }

    /// <summary>Keeps what the server answered, which a WebSocket does not tell.</summary>
    private sealed class UpgradeDoor(HttpClient client, AnswerBudget answers) : HttpMessageHandler
    {
        public ApiResponse? Answer { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            using var lease = new AnswerLease(answers);
            Answer = response.StatusCode == System.Net.HttpStatusCode.SwitchingProtocols
                ? new ApiResponse(response.StatusCode, default, null)
                : await ApiAnswers.ReadAsync(response, ApiAnswers.LargestStatus, lease, cancellationToken);
            return response;
        }
    }
}
