using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Exec;

/// <summary>VPP's command line in a container that has VPP in it: its wires are memif interfaces.</summary>
/// <param name="ping">Knows what answers.</param>
/// <param name="known">The neighbours that VPP has found already, by pod and address: a first echo request is lost while it looks.</param>
internal sealed class VppctlProgram(PingProgram ping, ConcurrentDictionary<(string Pod, string Address), bool> known)
{
    public const string Name = "vppctl";

    private const int DefaultCount = 5;
    private const int Size = 116;

    /// <summary>Runs a command; VPP says in words, never by the code, that it failed.</summary>
    public async Task<int> RunAsync(PodNetworkText network, string[] arguments, Func<string, Task> write, CancellationToken token)
    {
        switch (arguments)
        {
            case ["show" or "sh", "int" or "interface", "addr" or "address"]:
                await write(Addresses(network));
                break;
            case ["show" or "sh", "hardware-interfaces" or "hardware" or "hard"]:
                await write(Hardware(network));
                break;
            // The word changed between the VPP of NSM v0.2 and that of NSM v1.
            case ["show" or "sh", "ip", "arp" or "neighbors"]
                when (arguments[^1] == "neighbors") == network.Wires.Any(wire => wire.IsRouted):
                await write(Neighbours(network));
                break;
            case ["show" or "sh", "ip" or "ip6", "fib"]:
                await write(Routes(network, arguments[1] == "ip6"));
                break;
            case ["ping", var target, .. var options] when Count(options) is { } times:
                await PingAsync(network, target, times, write, token);
                break;
            default:
                await write($"unknown input `{string.Join(' ', arguments)}'\n");
                break;
        }

        return 0;
    }

    /// <summary>How often to ping; null when an option is not understood. Size and pause are understood and change nothing.</summary>
    private static int? Count(string[] options)
    {
        var count = DefaultCount;
        foreach (var pair in options.Chunk(2))
        {
            switch (pair)
            {
                case ["repeat", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var times)
                    && times > 0:
                    count = times;
                    break;
                case ["size" or "interval", var text] when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _):
                    break;
                default:
                    return null;
            }
        }

        return count;
    }

    private static string Interface(int index) => string.Create(CultureInfo.InvariantCulture, $"memif{index + 1}/0");

    private static string Hardware(PodNetworkText network)
    {
        var text = new StringBuilder("              Name                Idx   Link  Hardware\nlocal0                             0    down "
            + " local0\n  Link speed: unknown\n  local\n");
        foreach (var (number, wire) in network.Wires.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{Interface(number),-35}{number + 1}     up   {Interface(number)}\n  Link speed: "
                + $"unknown\n  Ethernet address {network.Own(wire).Mac}\n  MEMIF interface\n");
        }

        return text.ToString();
    }

    /// <summary>The neighbours that pings have found.</summary>
    private string Neighbours(PodNetworkText network)
    {
        var text = new StringBuilder("    Time           IP        Flags      Ethernet              Interface       \n");
        foreach (var (number, wire) in network.Wires.Index().Where(item => item.Item.State == WireState.Up))
        {
            foreach (var address in network.Other(wire).Addresses.Where(address => known.ContainsKey((network.PodId, address))))
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"{number + 1,11}.0000{address,40}      D    {network.Other(wire).Mac} {Interface(number)}\n");
            }
        }

        return text.ToString();
    }

    private static string Addresses(PodNetworkText network)
    {
        var text = new StringBuilder("local0 (dn):\n");
        foreach (var (number, wire) in network.Wires.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"{Interface(number)} (up):\n");
            foreach (var address in network.Own(wire).Addresses)
            {
                text.Append(CultureInfo.InvariantCulture, $"  L3 {address}/{wire.LengthOf(address)}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>What VPP forwards of one version of IP: by its own address what it receives itself, by the other end's what goes over the
    /// wire.</summary>
    private string Routes(PodNetworkText network, bool is6)
    {
        var (ip, any) = is6 ? ("6", "::") : ("4", "0.0.0.0");
        var text = new StringBuilder($"ipv{ip}-VRF:0, fib_index:0, flow hash:[src dst sport dport proto flowlabel ] epoch:0 flags:none "
            + "locks:[adjacency:1, default-route:1, ]\n");
        Append($"{any}/0", $"[@0]: dpo-drop ip{ip}");
        foreach (var (number, wire) in network.Wires.Index())
        {
            var (own, other) = (network.Own(wire), network.Other(wire));
            foreach (var address in own.Addresses.Where(IsOfVersion))
            {
                Append(Single(address), $"[@12]: dpo-receive: {address} on {Interface(number)}");
            }

            foreach (var address in wire.IsRouted ? other.Addresses.Where(IsOfVersion) : [])
            {
                Append(Single(address), known.ContainsKey((network.PodId, address))
                    ? $"[@5]: ipv{ip} via {address} {Interface(number)}: mtu:9000 next:3 flags:[] "
                        + $"{Digits(other.Mac)}{Digits(own.Mac)}{(is6 ? "86dd" : "0800")}"
                    : $"[@4]: ipv{ip}-glean: [src:{any}/0] {Interface(number)}: mtu:9000 next:1 flags:[] "
                        + $"ffffffffffff{Digits(own.Mac)}{(is6 ? "86dd" : "0806")}");
            }
        }

        return text.ToString();

        bool IsOfVersion(string address) => IpVersion.Is6(address) == is6;

        void Append(string destination, string path) =>
            text.Append(CultureInfo.InvariantCulture, $"{destination}\n  unicast-ip{ip}-chain\n  [@0]: dpo-load-balance: [proto:ip{ip} "
                + $"index:1 buckets:1 uRPF:0 to:[0:0]]\n    [0] {path}\n");
    }

    private static string Single(string address) => string.Create(CultureInfo.InvariantCulture, $"{address}/{IpVersion.BitsOf(address)}");

    private async Task PingAsync(PodNetworkText network, string target, int count, Func<string, Task> write, CancellationToken token)
    {
        var (wire, answers, loss) = ping.Reach(network, target);
        if (wire is null && !answers)
        {
            await write("Failed: no egress interface\n\nStatistics: 0 sent, 0 received, 0% packet loss\n");
            return;
        }

        var first = known.TryAdd((network.PodId, target), true) ? 1 : 0;
        var received = 0;
        for (var sequence = 0; sequence < count; sequence++)
        {
            if (sequence >= first && answers && !PingProgram.IsLost(sequence, loss))
            {
                received++;
                await write(string.Create(CultureInfo.InvariantCulture,
                    $"{Size} bytes from {target}: icmp_seq={sequence + 1} ttl=64 time=.{1700 + (sequence % 4 * 130)} ms\n"));
            }

            await ping.PauseAsync(token);
        }

        await write(string.Create(CultureInfo.InvariantCulture,
            $"\nStatistics: {count} sent, {received} received, {100 * (count - received) / count}% packet loss\n"));
    }

    private static string Digits(string mac) => mac.Replace(":", "", StringComparison.Ordinal);
}
