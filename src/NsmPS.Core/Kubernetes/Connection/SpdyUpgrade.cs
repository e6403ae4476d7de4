using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Forward;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Spdy;

namespace NsmPS.Kubernetes.Connection;

/// <summary>Opens connections to pods by SPDY, through the sockets of a transport.</summary>
internal sealed class SpdyUpgrade(ClusterTransport transport, string root, AnswerBudget answers)
{
    private const string ExecProtocol = "v4.channel.k8s.io";
    private const string ForwardProtocol = "portforward.k8s.io";
    private const string ProtocolHeader = "X-Stream-Protocol-Version";
    private const string Yes = "true";

    /// <summary>How a server tells the streams apart. HTTP's names of headers are in small letters in SPDY.</summary>
    private const string Kind = "streamtype";
    private const string ErrorKind = "error";

    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public Task<WebSocket> ExecAsync(ExecCall call, CancellationToken cancellationToken)
    {
        (string, string?)[] query = [.. call.Command.Select(word => ("command", (string?)word)), ("container", call.Container),
            ("stdin", call.Input ? Yes : null), ("stdout", Yes), ("stderr", Yes)];
        SpdyStream[] input = call.Input ? [new SpdyStream(ExecChannels.InputChannel, [(Kind, "stdin")])] : [];
        return OpenAsync(ResourcePaths.WithQuery(ObjectRequests.Exec(call.Namespace, call.Pod).Path, query), ExecProtocol,
        [
            new SpdyStream(ExecChannels.StatusChannel, [(Kind, ErrorKind)], IsVerdict: true),
            .. input,
            new SpdyStream(ExecChannels.OutputChannel, [(Kind, "stdout")]),
            new SpdyStream(ExecChannels.ErrorChannel, [(Kind, "stderr")]),
        ], cancellationToken);
    }

    /// <exception cref="UpgradeRefusedException">The server answered otherwise.</exception>
    public Task<WebSocket> ForwardAsync(string @namespace, string pod, int port, CancellationToken cancellationToken)
    {
        // Both streams of a connection have its number, and there is one.
        (string, string)[] both = [("port", port.ToString(CultureInfo.InvariantCulture)), ("requestid", "0")];
        return OpenAsync(ObjectRequests.PortForward(@namespace, pod, port).Path, ForwardProtocol,
        [
            new SpdyStream(PodForwardStream.ErrorChannel, [(Kind, ErrorKind), .. both], IsVerdict: true),
            new SpdyStream(PodForwardStream.DataChannel, [(Kind, "data"), .. both]),
        ], cancellationToken);
    }

    private async Task<WebSocket> OpenAsync(string path, string protocol, IReadOnlyList<SpdyStream> streams,
        CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, root + path)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Connection.Add("Upgrade");
        message.Headers.Upgrade.ParseAdd("SPDY/3.1");
        message.Headers.Add(ProtocolHeader, protocol);
        var response = await transport.SendAsync(message, cancellationToken);
        var opened = false;
        try
        {
            using var lease = new AnswerLease(answers);
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
            {
                throw new UpgradeRefusedException(await ApiAnswers.ReadAsync(response, ApiAnswers.LargestStatus, lease, cancellationToken));
            }

            if (!response.Headers.TryGetValues(ProtocolHeader, out var chosen) || !chosen.Contains(protocol))
            {
                throw new UpgradeRefusedException(new ApiResponse(response.StatusCode, default, null));
            }

            var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            var socket = await SpdySocket.OpenAsync(stream, protocol, streams, cancellationToken);
            opened = true;
            return socket;
        }
        finally
        {
            if (!opened)
            {
                response.Dispose();
            }
        }
    }
}
