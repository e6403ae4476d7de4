using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Spire;

/// <summary>
/// Stands in for spire-agent: tells by its control group which pod a process belongs to, and gets that pod's identity from the server. It
/// ends when there is no server or no bundle, as the original does; the kubelet starts it
/// again and with it brings the ConfigMap up to date.
/// </summary>
internal static partial class SpireAgentRole
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (arguments.Count > 0 && arguments[0] == "healthcheck")
        {
            return await HealthAsync(arguments[^1], cancellationToken);
        }

        var server = ServiceAddress.Of("spire-server", SpireNames.ServerPort);
        Message hello = new()
        {
            Method = SpireNames.AskHealth,
            Token = await File.ReadAllTextAsync(SpireNames.TokenFile, cancellationToken)
        };
        await ReachAsync(server, hello, cancellationToken);
        if (!File.Exists(SpireNames.BundleFile))
        {
            throw new LabException("could not parse trust bundle: there is none yet");
        }

        Log.Info("Node attestation was successful");
        await LineServer.Start(new UnixDomainSocketEndPoint(SpireNames.AgentSocket),
            (connection, token) => ServeAsync(connection, server, hello, token), cancellationToken);
        return 0;
    }

    /// <summary>Whether something serves behind a socket: what health probes in pods ask.</summary>
    /// <returns>The exit code: 0 when it does.</returns>
    public static async Task<int> HealthAsync(string socket, CancellationToken cancellationToken)
    {
        try
        {
            await LineConnection.CallAsync(new UnixDomainSocketEndPoint(socket), new Message { Method = SpireNames.AskHealth }, s_limit,
                cancellationToken);
            return 0;
        }
        catch (LabException e)
        {
            await Console.Error.WriteLineAsync($"unhealthy: {e.Message}");
            return 1;
        }
    }

    private static async Task ReachAsync(IPEndPoint server, Message hello, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; waited < s_patience; waited += s_pause)
        {
            try
            {
                await LineConnection.CallAsync(server, hello, s_limit, cancellationToken);
                return;
            }
            catch (LabException e)
            {
                Log.Info($"waiting for the server: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }

        throw new LabException("no server");
    }

    private static async Task ServeAsync(LineConnection connection, IPEndPoint server, Message hello, CancellationToken cancellationToken)
    {
        var process = connection.PeerProcess;
        await LineServer.AnswerAsync(
            connection,
            async (request, token) => request.Method switch
            {
                SpireNames.AskHealth => new Message(),
                SpireNames.AskSvid => await LineConnection.CallAsync(server,
                    hello with { Method = SpireNames.AskSvid, Pod = PodOf(process) }, s_limit, token),
                _ => throw new LabException($"unknown method {request.Method}"),
            },
            cancellationToken);
    }

    private static string PodOf(int process)
    {
        try
        {
            var match = PodGroup().Match(File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/cgroup")));
            return match.Success ? match.Groups["uid"].Value : throw new LabException($"process {process} is in no pod");
        }
        catch (IOException e)
        {
            throw new LabException($"process {process}: {e.Message}", e);
        }
    }

    [GeneratedRegex("/pod(?<uid>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})")]
    private static partial Regex PodGroup();
}
