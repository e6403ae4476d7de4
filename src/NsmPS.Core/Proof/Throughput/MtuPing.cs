using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Proof.Throughput;

/// <summary>A ping of one size, and what its output says of sizes. Pure.</summary>
internal static partial class MtuPing
{
    private const int Payload = 56;
    private const int IcmpHeader = 8;
    private const int Ipv4Header = 20;
    private const int Ipv6Header = 40;

    private const string Count = "3";
    private const string Pause = "0.2";
    private const string Reply = "1";

    /// <summary>The size in bytes of the IP packet of a usual ping.</summary>
    public static int Usual(string target) => Payload + Headers(target);

    /// <summary>The command.</summary>
    /// <param name="target">The address.</param>
    /// <param name="over">The interface.</param>
    /// <param name="size">The size of the IP packet in bytes.</param>
    /// <param name="whole">Whether to forbid that it is split on its way, which not every ping can.</param>
    public static IReadOnlyList<string> Command(string target, string over, int size, bool whole) =>
    [
        "ping", .. whole ? (string[])["-M", "do"] : [], "-c", Count, "-i", Pause, "-W", Reply,
        "-s", (size - Headers(target)).ToString(CultureInfo.InvariantCulture), "-I", over, target,
    ];

    /// <summary>What the headers of IP and ICMP add to the payload.</summary>
    private static int Headers(string target) => IcmpHeader + (target.Contains(':') ? Ipv6Header : Ipv4Header);

    /// <summary>Whether a ping does not know how to forbid splitting.</summary>
    public static bool CannotForbid(string errors) => UnknownOption().IsMatch(errors);

    /// <summary>The MTU that a router, or the client's kernel, told; null where nobody did.</summary>
    public static int? Told(string printed) => Mtu().Match(printed) is { Success: true } match
        ? int.Parse(match.Groups["mtu"].Value, CultureInfo.InvariantCulture)
        : null;

    [GeneratedRegex(@"(unrecognized|invalid|unknown) option\b.*M|invalid arguments")]
    private static partial Regex UnknownOption();

    [GeneratedRegex(@"\bmtu ?= ?(?<mtu>\d{2,5})\b")]
    private static partial Regex Mtu();
}
