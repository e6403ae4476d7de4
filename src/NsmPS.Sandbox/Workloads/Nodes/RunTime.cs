using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>How long the program of a container runs that is not restarted, as far as its command tells.</summary>
internal static partial class RunTime
{
    private static readonly string[] s_words = ["command", "args"];

    /// <param name="container">The container.</param>
    /// <param name="otherwise">The time of a command that tells nothing.</param>
    /// <returns>The sum of the command's pauses; <see cref="TimeSpan.MaxValue"/> where it never ends by itself.</returns>
    public static TimeSpan Of(JsonObject container, TimeSpan otherwise)
    {
        var command = string.Join(' ', s_words.SelectMany(name => container[name] as JsonArray ?? []).Select(word => word.Text()));
        var pauses = Pause().Matches(command);
        return Endless().IsMatch(command) ? TimeSpan.MaxValue
            : pauses.Count == 0 ? otherwise
            : TimeSpan.FromSeconds(pauses.Sum(pause => double.Parse(pause.Groups[1].Value, CultureInfo.InvariantCulture)
                * pause.Groups[2].Value switch { "m" => 60, "h" => 3600, "d" => 86400, _ => 1 }));
    }

    [GeneratedRegex(@"\b(while|until)\b|\btail\s+-f|\bsleep\s+inf")]
    private static partial Regex Endless();

    [GeneratedRegex(@"\bsleep\s+(\d{1,9}(?:\.\d+)?)([smhd]?)\b")]
    private static partial Regex Pause();
}
