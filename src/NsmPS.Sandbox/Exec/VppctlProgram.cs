using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

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
            case ["ping", var target, "repeat", var count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0:
                await PingAsync(network, target, times, write, token);
                break;
            case ["ping", var target]:
                await PingAsync(network, target, DefaultCount, write, token);
                break;
            default:
                await write($"unknown input `{string.Join(' ', arguments)}'\n");
                break;
        }

        return 0;
    }

    private static string Addresses(PodNetworkText network)
    {
        var text = new StringBuilder("local0 (dn):\n");
        foreach (var (number, wire) in network.Wires.Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"memif{number + 1}/0 (up):\n  L3 {network.Own(wire).Address}/{wire.Length}\n");
        }

        return text.ToString();
    }

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
                await write(string.Create(CultureInfo.InvariantCulture, $"{Size} bytes from {target}: icmp_seq={sequence + 1} ttl=64 time=.{1700 + (sequence % 4 * 130)} ms\n"));
            }

            await ping.PauseAsync(token);
        }

        await write(string.Create(CultureInfo.InvariantCulture, $"\nStatistics: {count} sent, {received} received, {100 * (count - received) / count}% packet loss\n"));
    }
}
