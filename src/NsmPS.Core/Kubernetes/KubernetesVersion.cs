using System.Globalization;
using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes;

/// <summary>Compares versions of Kubernetes by major and minor number, such as <c>v1.20.2</c> and <c>1.21</c>.</summary>
internal static partial class KubernetesVersion
{
    /// <summary>Whether a server is older than a minimum; false where a version cannot be read.</summary>
    public static bool IsOlder(string server, string minimum) =>
        Read(server) is { } have && Read(minimum) is { } want && have.CompareTo(want) < 0;

    /// <summary>Whether two versions have the same numbers; false where one cannot be read.</summary>
    public static bool AreSame(string one, string other) => Read(one) is { } numbers && numbers == Read(other);

    private static (int Major, int Minor)? Read(string text) => Number().Match(text) is { Success: true } match
        ? (int.Parse(match.Groups["major"].Value, CultureInfo.InvariantCulture),
            int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture))
        : null;

    [GeneratedRegex(@"^v?(?<major>\d{1,4})\.(?<minor>\d{1,4})")]
    private static partial Regex Number();
}
