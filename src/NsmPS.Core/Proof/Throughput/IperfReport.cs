using System.Text.Json;

namespace NsmPS.Proof.Throughput;

/// <summary>What <c>iperf3 -J</c> prints at its end. Pure.</summary>
/// <param name="Mbps">What arrived, in Mbit/s; null where it failed.</param>
/// <param name="PacketsPerSecond">The packets that arrived; null where it failed, and for TCP, which has none.</param>
/// <param name="Error">Why it failed; empty where it did not.</param>
internal sealed record IperfReport(double? Mbps, double? PacketsPerSecond, string Error)
{
    private const double Mega = 1e6;

    public static IperfReport Parse(string printed)
    {
        try
        {
            using var document = JsonDocument.Parse(printed);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("error", out var error))
            {
                return new IperfReport(null, null, error.ToString());
            }

            if (Number(root, "end", "sum", "packets") is { } packets && Number(root, "end", "sum", "seconds") is { } seconds and > 0)
            {
                var arrived = packets - (Number(root, "end", "sum", "lost_packets") ?? 0);
                return new IperfReport(Number(root, "end", "sum", "bits_per_second") / Mega * (packets > 0 ? arrived / packets : 0),
                    arrived / seconds, "");
            }

            return Number(root, "end", "sum_received", "bits_per_second") is { } bits
                ? new IperfReport(bits / Mega, null, "")
                : new IperfReport(null, null, "it printed no sums");
        }
        catch (JsonException)
        {
            return new IperfReport(null, null, printed.Length == 0 ? "it printed nothing" : "it printed no JSON");
        }
    }

    private static double? Number(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;
    }
}
