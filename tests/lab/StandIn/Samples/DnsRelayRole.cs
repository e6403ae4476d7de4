using System.Net;
using System.Net.Sockets;
using NsmPS.Lab.Common;

namespace NsmPS.Lab.Samples;

/// <summary>Stands in for nsm-coredns: relays DNS questions of the pod to the name server that the Corefile names.</summary>
internal static class DnsRelayRole
{
    private const string Corefile = "/etc/coredns/Corefile";
    private const int Port = 53;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var upstream = await UpstreamAsync(cancellationToken);
        using UdpClient server = new(new IPEndPoint(IPAddress.Any, Port));
        Log.Info($".:{Port} fanout {upstream}");
        while (true)
        {
            var question = await server.ReceiveAsync(cancellationToken);
            _ = RelayAsync(server, question, new IPEndPoint(upstream, Port), cancellationToken);
        }
    }

    private static async Task RelayAsync(UdpClient server, UdpReceiveResult question, IPEndPoint upstream,
        CancellationToken cancellationToken)
    {
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_limit);
            using UdpClient client = new();
            client.Connect(upstream);
            await client.SendAsync(question.Buffer, limit.Token);
            var answer = await client.ReceiveAsync(limit.Token);
            await server.SendAsync(answer.Buffer, question.RemoteEndPoint, limit.Token);
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            Log.Error($"no answer from {upstream}: {e.Message}");
        }
    }

    private static async Task<IPAddress> UpstreamAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (File.Exists(Corefile))
            {
                var words = (await File.ReadAllTextAsync(Corefile, cancellationToken)).Split((char[])[' ', '\n'],
                    StringSplitOptions.RemoveEmptyEntries);
                var at = Array.IndexOf(words, "fanout");
                if (at >= 0 && at + 1 < words.Length && IPAddress.TryParse(words[at + 1], out var address))
                {
                    return address;
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }
}
