using System.Globalization;

namespace NsmPS.Console.Options;

/// <summary>What the environment says about this run.</summary>
internal sealed record HostSettings
{
    /// <summary>The module to import instead of the built one; null when not set.</summary>
    public string? ModulePath { get; init; }

    /// <summary>No colours: see https://no-color.org.</summary>
    public bool NoColor { get; init; }

    /// <summary>A terminal without cursor control (TERM=dumb): no colours, no progress lines.</summary>
    public bool DumbTerminal { get; init; }

    /// <summary>Width for redirected output, in characters; null when not set.</summary>
    public int? Columns { get; init; }

#pragma warning disable RS0030 // The one place of the console that reads the environment.
    public static HostSettings FromEnvironment() => new()
    {
        ModulePath = NullIfEmpty(Environment.GetEnvironmentVariable("NSMPS_MODULE_PATH")),
        NoColor = NullIfEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) is not null,
        DumbTerminal = Environment.GetEnvironmentVariable("TERM") is "dumb",
        Columns = PositiveNumber(Environment.GetEnvironmentVariable("COLUMNS")),
    };
#pragma warning restore RS0030

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static int? PositiveNumber(string? value) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0 ? number : null;
}
