using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Lab.Samples;

/// <summary>What a relay lets pass: without rules everything; with them ARP, and what a rule names, with the answers to it.</summary>
internal sealed partial class FrameFilter(bool hasRules, bool ping, IReadOnlyList<(int Low, int High)> ports)
{
    private const string File = "/etc/vppagent-firewall/config.yaml";
    private const int ArpType = 0x0806;

    public static FrameFilter Load()
    {
        if (!System.IO.File.Exists(File))
        {
            return new FrameFilter(false, false, []);
        }

        var text = System.IO.File.ReadAllText(File);
        return new FrameFilter(true, text.Contains("icmptype=8", StringComparison.Ordinal),
            [.. Ports().Matches(text).Select(static match => (Number(match, "low"), Number(match, "high")))]);
    }

    /// <summary>From the client on.</summary>
    public bool PassesForward(ReadOnlyMemory<byte> frame) => Passes(frame.Span, portAt: 2);

    /// <summary>Back to the client.</summary>
    public bool PassesBack(ReadOnlyMemory<byte> frame) => Passes(frame.Span, portAt: 0);

    private bool Passes(ReadOnlySpan<byte> frame, int portAt)
    {
        if (!hasRules)
        {
            return true;
        }

        if (!Ipv4Frame.TryRead(frame, out var packet))
        {
            return frame.Length > 14 && BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) == ArpType;
        }

        if (packet.Protocol == Ipv4Frame.Icmp)
        {
            return ping;
        }

        if (packet.Protocol != Ipv4Frame.Tcp || packet.PayloadLength < 4)
        {
            return false;
        }

        int port = BinaryPrimitives.ReadUInt16BigEndian(frame[(packet.PayloadAt + portAt)..]);
        return ports.Any(range => range.Low <= port && port <= range.High);
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"action=(permit|reflect),tcplowport=(?<low>\d{1,5}),tcpupport=(?<high>\d{1,5})")]
    private static partial Regex Ports();
}
