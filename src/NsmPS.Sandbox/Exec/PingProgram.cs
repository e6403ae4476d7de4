using System.Globalization;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Exec;

/// <summary>busybox' ping over the wires of a pod.</summary>
internal sealed class PingProgram(IObjectStore store, FaultBox faults)
{
    /// <summary>A tunnel takes a little longer.</summary>
    private const double LocalMs = 0.2;
    private const double RemoteMs = 0.4;

    private const double PodMs = 0.15;

    /// <summary>The option that forbids splitting packets, which only the ping of iputils has.</summary>
    public const string Whole = "-M";
    public const string Iputils = "iputils";

    private const int Headers4 = 28;
    private const int Headers6 = 48;

    private static readonly TimeSpan s_shortPause = TimeSpan.FromMilliseconds(10);

    private const int MostPackets = 10_000;

    /// <summary>The number of a request has 16 bits.</summary>
    private const int SequenceNumbers = 1 << 16;

    /// <summary>What a program returns that ends with its container.</summary>
    private const int Killed = 137;

    /// <summary>What to ping and how.</summary>
    /// <param name="Target">The address.</param>
    /// <param name="Count">How many requests; null for as many as fit into its time.</param>
    /// <param name="Size">The payload in bytes.</param>
    /// <param name="Interval">The pause between two requests.</param>
    /// <param name="Reply">How long the last reply is waited for.</param>
    /// <param name="Over">The interface; empty for any.</param>
    /// <param name="Deadline">When it ends whatever happens; null for never.</param>
    /// <param name="IsWhole">Whether its packets must not be split.</param>
    internal sealed record Request(string Target, int? Count, int Size, TimeSpan Interval, TimeSpan Reply, string Over = "",
        TimeSpan? Deadline = null, bool IsWhole = false);

    /// <summary>Reads ping's arguments; null when they are not understood.</summary>
    public static Request? Parse(IReadOnlyList<string> arguments)
    {
        var request = new Request("", null, 56, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        for (var index = 0; index < arguments.Count; index++)
        {
            var option = arguments[index];
            if (!option.StartsWith('-'))
            {
                request = request with { Target = option };
                continue;
            }

            if (++index < arguments.Count && option == "-I")
            {
                request = request with { Over = arguments[index] };
                continue;
            }

            if (index < arguments.Count && option == Whole)
            {
                request = request with { IsWhole = arguments[index] == "do" };
                continue;
            }

            if (index >= arguments.Count
                || !double.TryParse(arguments[index], NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                || number is < 0 or > 100_000)
            {
                return null;
            }

            request = option switch
            {
                "-c" => request with { Count = (int)Math.Clamp(number, 1, MostPackets) },
                "-s" => request with { Size = (int)number },
                "-i" => request with { Interval = TimeSpan.FromSeconds(number) },
                "-W" => request with { Reply = TimeSpan.FromSeconds(number) },
                "-w" => request with { Deadline = TimeSpan.FromSeconds(number) },
                _ => request,
            };
        }

        return request.Target.Length == 0 ? null : request;
    }

    /// <summary>Pings; 0 when an answer came.</summary>
    public async Task<int> RunAsync(PodNetworkText network, Request request, Func<string, Task> write, CancellationToken token)
    {
        var times = new List<double>();
        var (began, sent) = (store.Time.GetTimestamp(), 0);
        await write($"PING {request.Target} ({request.Target}): {request.Size} data bytes\n");
        while (sent < (request.Count ?? int.MaxValue) && !(store.Time.GetElapsedTime(began) >= request.Deadline))
        {
            if (sent > 0)
            {
                await Task.Delay(request.Interval, store.Time, token);
            }

            if (store.Find(BuiltIn.Pods, network.PodId) is null)
            {
                return Killed;
            }

            // Each request goes over what there is when it is sent.
            var (wire, answers, loss) = Reach(network.Again(), request.Target, request.Over);
            var sequence = sent++;
            var size = request.Size + (IpVersion.Is6(request.Target) ? Headers6 : Headers4);
            if (wire is not null && request.IsWhole && size > PodNetworkText.Mtu(wire))
            {
                await write(string.Create(CultureInfo.InvariantCulture,
                    $"ping: local error: message too long, mtu={PodNetworkText.Mtu(wire)}\n"));
            }
            else if (answers && !IsLost(sequence, loss) && (wire is null || Fits(network, wire, size)))
            {
                var took = (wire is null ? PodMs : wire.IsLocal ? LocalMs : RemoteMs) + (sequence % 4 * 0.013);
                times.Add(took);
                await write(string.Create(CultureInfo.InvariantCulture, $"{request.Size + 8} bytes from {request.Target}: "
                    + $"seq={sequence % SequenceNumbers} ttl=64 time={took:0.000} ms\n"));
            }
        }

        if (times.Count < sent)
        {
            await Task.Delay(request.Reply, store.Time, token);
        }

        await write(Statistics(request.Target, sent, times));
        return times.Count > 0 ? 0 : 1;
    }

    /// <summary>The wire that leads to an address, whether anything answers pings there, and how many of a hundred are lost.</summary>
    public (Wire? Wire, bool Answers, int Loss) Reach(PodNetworkText network, string target, string over = "")
    {
        var (wire, answers, loss) = Route(network, target, over);
        return (wire, answers, wire is null || new FirewallRules(store).PassesPing(wire) ? loss : Fault.WholeLoss);
    }

    /// <summary>The same for packets of any kind, which no firewall has judged yet.</summary>
    public (Wire? Wire, bool Answers, int Loss) Route(PodNetworkText network, string target, string over = "")
    {
        var wire = network.Wires.FirstOrDefault(item => network.Other(item).Addresses.Contains(target) && item.State == WireState.Up
            && (over.Length == 0 || network.Own(item).Interface == over));
        var answers = wire is not null || network.IsOwn(target) || ((over.Length == 0 || over == PodNetworkText.Uplink) && IsPod(target));
        return (wire, answers, wire is null ? 0 : Loss(network, wire));
    }

    /// <summary>Whether a pod that can answer has an address in the pod network.</summary>
    private bool IsPod(string address) => store.List(BuiltIn.Pods)
        .Any(pod => pod.Text("status", "podIP") == address && !FaultRules.IsDown(faults, pod.Node()));

    /// <summary>Whether a packet of a size comes through; one that is larger than the interface takes is split first.</summary>
    private bool Fits(PodNetworkText network, Wire wire, int size) => !(Math.Min(size, PodNetworkText.Mtu(wire))
        > FaultRules.Mtu(faults, network.Pod, store.Find(BuiltIn.Pods, network.Other(wire).Pod)));

    /// <summary>The pause between two packets of a program that cannot be told one.</summary>
    public Task PauseAsync(CancellationToken token) => Task.Delay(s_shortPause, store.Time, token);

    private int Loss(PodNetworkText network, Wire wire)
    {
        if (FaultRules.IsDown(faults, wire.Client.Node) || FaultRules.IsDown(faults, wire.Endpoint.Node))
        {
            return Fault.WholeLoss;
        }

        return FaultRules.Loss(faults, network.Pod, store.Find(BuiltIn.Pods, network.Other(wire).Pod));
    }

    /// <summary>Spreads the lost ones evenly: of three with 34 % it is one.</summary>
    public static bool IsLost(int sequence, int percent) => Lost(sequence + 1, percent) > Lost(sequence, percent);

    private static int Lost(int count, int percent) => ((count * percent) + (Fault.WholeLoss / 2)) / Fault.WholeLoss;

    private static string Statistics(string target, int sent, List<double> times)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"\n--- {target} ping statistics ---\n{sent} packets transmitted, {times.Count} packets received, "
                + $"{100 * (sent - times.Count) / Math.Max(1, sent)}% packet loss\n");
        return times.Count == 0 ? text
            : text + string.Create(CultureInfo.InvariantCulture,
                $"round-trip min/avg/max = {times.Min():0.000}/{times.Average():0.000}/{times.Max():0.000} ms\n");
    }
}
