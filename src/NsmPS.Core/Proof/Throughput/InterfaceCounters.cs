using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Proof.Throughput;

/// <summary>What an interface has sent, as <c>/proc/net/dev</c> counts it. Pure.</summary>
/// <param name="Bytes">Bytes, headers included.</param>
internal sealed partial record InterfaceCounters(long Bytes)
{
    /// <summary>What was sent between two readings that were printed one after the other; null where the interface is not in
    /// both.</summary>
    public static InterfaceCounters? Between(string printed, string name)
    {
        var read = Line().Matches(printed).Where(match => match.Groups["name"].Value == name)
            .Select(match => long.Parse(match.Groups["bytes"].Value, CultureInfo.InvariantCulture)).ToArray();
        return read.Length == 2 && read[1] >= read[0] ? new InterfaceCounters(read[1] - read[0]) : null;
    }

    // Eight numbers tell of what was received, then follows what was sent.
    [GeneratedRegex(@"^\s*(?<name>\S{1,15}?):\s*(\d{1,19}\s+){8}(?<bytes>\d{1,18})\b", RegexOptions.Multiline)]
    private static partial Regex Line();
}
