using System.Text.RegularExpressions;

namespace NsmPS.Kubernetes;

/// <summary>The rule for names of namespaces: labels of RFC 1123.</summary>
internal static partial class NamespaceName
{
    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?\\z")]
    private static partial Regex Pattern();
}
