using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Parameters;

/// <summary>What counts as a duration on the command line.</summary>
internal static partial class Durations
{
    /// <summary>Stands for a value that is not a duration. Errors of parameter binding have no id of NsmPS, so the command itself refuses
    /// the value.</summary>
    public static readonly TimeSpan NotADuration = TimeSpan.MinValue;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>A TimeSpan, a number of seconds, either as text, or text with units such as <c>1h30m</c>; anything else is
    /// <see cref="NotADuration"/>.</summary>
    public static TimeSpan Parse(object? value) => value switch
    {
        TimeSpan span => span,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) => FromSeconds(seconds),
        string text when WithUnits().Match(text) is { Success: true, Length: > 0 } units => FromUnits(units.Groups),
        string text when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span) => span,
        sbyte or byte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            FromSeconds(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => NotADuration,
    };

    /// <summary>Why a value cannot be a deadline; null when it can.</summary>
    public static NsmException? Problem(string parameter, TimeSpan value)
    {
        if (value == NotADuration)
        {
            return Invalid(parameter, "is neither a TimeSpan, nor a number of seconds, nor a time such as 30s, 5m or 1h30m");
        }

        return value <= TimeSpan.Zero || value > s_longest
            ? Invalid(parameter,
                string.Create(CultureInfo.InvariantCulture, $"is {value.TotalSeconds} seconds; it must be positive and at most one day"))
            : null;
    }

    private static NsmException Invalid(string parameter, string why) => new(NsmErrors.TimeoutInvalid, $"-{parameter} {why}.", parameter);

    private static TimeSpan FromUnits(GroupCollection units)
    {
        double Of(string unit) => units[unit].Success ? double.Parse(units[unit].Value, CultureInfo.InvariantCulture) : 0;
        return FromSeconds((Of("h") * 3600) + (Of("m") * 60) + Of("s") + (Of("ms") / 1000));
    }

    [GeneratedRegex(@"^(?=.)((?<h>\d{1,6})h)?((?<m>\d{1,6})m(?!s))?((?<s>\d{1,6}(\.\d+)?)s)?((?<ms>\d{1,9})ms)?$",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex WithUnits();

    private static TimeSpan FromSeconds(double seconds) =>
        double.IsNaN(seconds) || Math.Abs(seconds) > TimeSpan.MaxValue.TotalSeconds / 2 ? NotADuration : TimeSpan.FromSeconds(seconds);
}
