using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Exec;

/// <summary>The programs of one command that measure: iperf3, nc, the counters of interfaces, and sleep.</summary>
/// <param name="store">Has the clock.</param>
/// <param name="routes">What leads where, and how fast.</param>
/// <param name="listeners">Who listens.</param>
/// <param name="network">The pod's network.</param>
internal sealed class TrafficPrograms(IObjectStore store, TrafficRoutes routes, Listeners listeners, PodNetworkText network)
{
    public const string Iperf = "iperf3";

    private const string Netcat = "nc";
    private const string Counters = "/proc/net/dev";
    private const double Mega = 1e6;
    private const int BitsOfByte = 8;

    private static readonly string[] s_names = [Iperf, Netcat, "cat", "sleep", "dd"];

    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);
    private TrafficRoute? _sending;

    public static bool Knows(string program) => s_names.Contains(program);

    /// <summary>Runs one of them.</summary>
    public async Task<int> RunAsync(string program, string[] arguments, Func<string, Task> write, Func<string, Task> complain,
        CancellationToken token)
    {
        switch (program)
        {
            case "cat" when arguments is [Counters]:
                await write(network.Counters(name => _sent.GetValueOrDefault(name)));
                return 0;
            case "sleep" when arguments is [var text] && Number(text) is { } seconds:
                await Task.Delay(TimeSpan.FromSeconds(seconds), store.Time, token);
                if (_sending is { } route)
                {
                    // By the time that was asked for and not by the clock: so each measurement gives the same.
                    _sent[route.Interface] = _sent.GetValueOrDefault(route.Interface)
                        + (long)(route.Mbps * Mega / BitsOfByte * seconds);
                }

                return 0;
            case Iperf when arguments is ["-s", "-B", var address, "-p", var port]:
                return await ListenAsync(Iperf, address, port, complain, token);
            case Netcat when arguments is ["-l", "-p", var port, "-s", var address]:
                return await ListenAsync(Netcat, address, port, complain, token);
            case Netcat when arguments is ["-l", "-p", var port]:
                return await ListenAsync(Netcat, Listeners.Anywhere, port, complain, token);
            case Netcat when arguments is [var target, var port]:
                return await SendAsync(target, port, token);
            case Iperf when arguments is ["-c", var target, "-p", var port, "-J", .. var rest]:
                return await ReportAsync(target, port, rest, write, token);
            default:
                await complain($"{program}: invalid arguments\n");
                return 1;
        }
    }

    private async Task<int> ListenAsync(string program, string address, string port, Func<string, Task> complain, CancellationToken token)
    {
        if ((address == Listeners.Anywhere || network.IsOwn(address)) && Number(port) is { } number
            && await listeners.ListenAsync(network.PodId, address, (int)number, program, token))
        {
            return 0;
        }

        await complain($"{program}: bind: Address not available\n");
        return 1;
    }

    /// <summary>Sends until it is cancelled; ends at once where nobody listens.</summary>
    private async Task<int> SendAsync(string target, string port, CancellationToken token)
    {
        if (Find(target, port, Netcat) is not { } route)
        {
            return 1;
        }

        _sending = route.IsOpen ? route : null;
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        }
        finally
        {
            _sending = null;
        }

        return 0;
    }

    private async Task<int> ReportAsync(string target, string port, string[] options, Func<string, Task> write, CancellationToken token)
    {
        if (Find(target, port, Iperf) is not { } route)
        {
            await write(Error("unable to connect to server: Connection refused"));
            return 1;
        }

        if (!route.IsOpen)
        {
            await write(Error("unable to connect to server: Connection timed out"));
            return 1;
        }

        var place = Array.IndexOf(options, "-t");
        var seconds = place >= 0 && place + 1 < options.Length ? Number(options[place + 1]) ?? 0 : 0;
        await Task.Delay(TimeSpan.FromSeconds(seconds), store.Time, token);
        var sum = new JsonObject { ["seconds"] = seconds, ["bits_per_second"] = route.Mbps * Mega };
        if (options.Contains("-u"))
        {
            (sum["packets"], sum["lost_packets"]) = ((long)(route.Packets * seconds), 0);
        }

        await write(new JsonObject { ["end"] = new JsonObject { [options.Contains("-u") ? "sum" : "sum_received"] = sum } }
            .ToJsonString() + "\n");
        return 0;
    }

    private TrafficRoute? Find(string target, string port, string program) =>
        Number(port) is { } number && routes.Find(network.Again(), target, (int)number) is { } route
            && (!route.IsOpen || listeners.Has(route.Pod, target, (int)number, program)) ? route : null;

    private static string Error(string text) => new JsonObject { ["error"] = text }.ToJsonString() + "\n";

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
