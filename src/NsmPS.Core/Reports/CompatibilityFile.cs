using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace NsmPS.Reports;

/// <summary>Writes a compatibility result as the page collection of Meshery's
/// documentation takes it: front matter only, one file each.</summary>
public static partial class CompatibilityFile
{
    private const string Component = "meshery-nsm";
    private const string Mesh = "Network Service Mesh";

    /// <summary>A result with other tests, and the status that they give.</summary>
    public static NsmCompatibility Of(NsmCompatibility result, IReadOnlyList<NsmCompatibilityTest> tests) => result with
    {
        Tests = tests,
        Status = tests.Count > 0 && tests.All(test => test.Running) ? NsmCompatibilityStatus.Passing
            : tests.Any(test => test.Running) ? NsmCompatibilityStatus.Partial
            : NsmCompatibilityStatus.Failing,
    };

    /// <summary>The file's text.</summary>
    public static string Write(NsmCompatibility result)
    {
        var text = new StringBuilder("---\n");
        void Line(string key, string value) => text.Append(CultureInfo.InvariantCulture, $"{key}: {Scalar(value)}\n");
        Line("timestamp", result.ObservedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC' ddd", CultureInfo.InvariantCulture));
        Line("meshery-component", Component);
        Line("meshery-component-version", result.ComponentVersion);
        Line("meshery-server-version", result.ServerVersion);
        Line("k8s-distro", result.Distribution);
        Line("k8s-version", result.KubernetesVersion);
        Line("service-mesh", Mesh);
        Line("service-mesh-version", result.MeshVersion);
        text.Append("tests:\n");
        foreach (var test in result.Tests)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Scalar(test.Name)}: {(test.Running ? "Running" : "Not Running")}\n");
        }

        Line("overall-status", result.Status switch
        {
            NsmCompatibilityStatus.Passing => "passing",
            NsmCompatibilityStatus.Partial => "partial",
            _ => "failing",
        });
        return text.Append("---\n").ToString();
    }

    /// <summary>The name of a file of the collection: the moment, and what tells files of one moment apart.</summary>
    public static string Name(NsmCompatibility result)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(result))));
        return $"{result.ObservedAt.UtcDateTime.ToString("MM-dd-yyyy-HH-mm-ss", CultureInfo.InvariantCulture)}_{hash[..8]}.md";
    }

    // JSON's strings are YAML's too.
    private static string Scalar(string value) => Plain().IsMatch(value) ? value : JsonSerializer.Serialize(value);

    [GeneratedRegex(
        @"^(?!(true|false|null|yes|no|on|off)$)([A-Za-z][A-Za-z0-9._/+ -]*[A-Za-z0-9.]"
        + @"|\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} UTC [A-Z][a-z]{2})\z", RegexOptions.IgnoreCase)]
    private static partial Regex Plain();
}
