using System.Globalization;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Wires;

/// <summary>The lines of a client's test that fetch pages.</summary>
internal static class FetchCommand
{
    /// <summary>How long a fetch may take; one that must be blocked takes it all.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(3);

    /// <summary>Lines of a shell script, each fetch between two marks.</summary>
    /// <param name="checks">What to fetch.</param>
    /// <param name="endpointVariable">The variable that holds the endpoint's address.</param>
    public static string Lines(IReadOnlyList<SampleCheck> checks, string endpointVariable) => string.Concat(checks.Select((check, index) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        echo "{Begin(index)}"
        wget -q -T {Timeout.TotalSeconds:0} -O - "{check.ForShell(endpointVariable)}" 2>&1
        fetched=$?
        echo "{End}$fetched --"

        """)));

    /// <summary>What stands before a fetch.</summary>
    public static string Begin(int index) => string.Create(CultureInfo.InvariantCulture, $"-- nsmps: fetch {index} --");

    /// <summary>What stands behind it, before wget's exit code.</summary>
    public const string End = "-- nsmps: fetched ";
}
