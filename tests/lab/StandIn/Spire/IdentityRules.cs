using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Spire;

/// <summary>What a ClusterSPIFFEID gives to which pods.</summary>
internal static partial class IdentityRules
{
    private static readonly string[] s_ignored = ["kube-system", "kube-public", SpireNames.Namespace];

    /// <summary>Whether a pod is selected: labels only, which is all that the manifests here use.</summary>
    public static bool Selects(JsonObject identity, JsonObject pod) =>
        !s_ignored.Contains((string?)pod["metadata"]?["namespace"])
        && (identity["spec"]?["podSelector"]?["matchLabels"] as JsonObject
            ?? []).All(label => (string?)label.Value == (string?)pod["metadata"]?["labels"]?[label.Key]);

    /// <summary>The entry of a selected pod; null while its node is not known or a template cannot be rendered.</summary>
    public static IdentityEntry? Render(JsonObject identity, JsonObject pod)
    {
        string?[] names = [.. (identity["spec"]?["dnsNameTemplates"] as JsonArray
            ?? []).Select(template => Render((string?)template, pod))];
        return pod["spec"]?["nodeName"] is not null && Render((string?)identity["spec"]?["spiffeIDTemplate"], pod) is { } id
            && !names.Contains(null)
            ? new IdentityEntry((string)pod["metadata"]!["uid"]!, id, [.. names.OfType<string>()])
            : null;
    }

    /// <summary>A template with its actions replaced; null when it has one that is not known, or no value for one.</summary>
    private static string? Render(string? template, JsonObject pod)
    {
        var complete = template is { Length: > 0 };
        var rendered = Action().Replace(template ?? string.Empty, action =>
        {
            var value = action.Groups["name"].Value switch
            {
                ".TrustDomain" => SpireNames.TrustDomain,
                ".PodMeta.Namespace" => (string?)pod["metadata"]?["namespace"],
                ".PodMeta.Name" => (string?)pod["metadata"]?["name"],
                ".PodMeta.Labels" => (string?)pod["metadata"]?["labels"]?[action.Groups["key"].Value],
                _ => null,
            };
            complete &= value is { Length: > 0 };
            return value ?? string.Empty;
        });
        return complete ? rendered : null;
    }

    [GeneratedRegex("""\{\{\s*(index\s+)?(?<name>\.[A-Za-z.]+)(\s+"(?<key>[^"]+)")?\s*\}\}""")]
    private static partial Regex Action();
}
