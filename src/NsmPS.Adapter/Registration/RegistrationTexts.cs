using System.Globalization;
using NsmPS.Adapter.Hosting;

namespace NsmPS.Adapter.Registration;

/// <summary>Says what a round of registration has come to.</summary>
internal static class RegistrationTexts
{
    private const int ShownReasons = 3;

    public static string Complete(RegistrationReport report) => $"shows {AdapterIdentity.ModelName} "
        + string.Join(", ", report.Shown!.Versions.Order(StringComparer.Ordinal).Select(version =>
            report.Shown.Components.Count(component => component.Version == version) is > 0 and var count
                ? string.Create(CultureInfo.InvariantCulture, $"{version} ({count} components)")
                : version));

    /// <summary>Why the server does not show everything, and what helps.</summary>
    public static NsmException Incomplete(RegistrationReport report, AdapterSettings settings)
    {
        var server = $"The Meshery server at {settings.MesheryServer!.GetLeftPart(UriPartial.Authority)}";
        var what = report.Shown switch
        {
            null => $"{server} does not let itself be asked what it has registered",
            { Versions.Count: 0 } when report.Refused.Count == 0 => $"{server} has taken the components and shows none of them",
            { Versions.Count: 0 } => $"{server} shows none of the components",
            _ => $"{server} does not show {string.Join(", ", report.Missing.Select(name => $"{name.Kind} {name.Version}"))}",
        };
        var reasons = string.Concat(report.Refused.Take(ShownReasons).Select(reason => $"; {reason}"));
        return new NsmException(NsmErrors.RegistrationIncomplete, $"{what}{reasons}.");
    }
}
