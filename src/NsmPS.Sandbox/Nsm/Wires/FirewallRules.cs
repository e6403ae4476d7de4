using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>What the pods between the ends of a wire let pass: those without rules everything, the others what a rule names.</summary>
internal sealed partial class FirewallRules(IObjectStore store)
{
    private const string Title = "aclRules:";
    private const int EchoRequest = 8;

    /// <summary>Whether pings pass.</summary>
    public bool PassesPing(Wire wire) => Passes(wire, rule => Number(rule, "icmptype") == EchoRequest);

    /// <summary>Whether connections to a port pass.</summary>
    public bool PassesPort(Wire wire, int port) =>
        Passes(wire, rule => Number(rule, "tcplowport") <= port && port <= Number(rule, "tcpupport"));

    private bool Passes(Wire wire, Predicate<string> fits) => wire.Via
        .Select(uid => store.Find(BuiltIn.Pods, uid))
        .All(pod => pod is null || RulesOf(pod) is not { } rules || rules.Any(rule => Permits().IsMatch(rule) && fits(rule)));

    /// <summary>The rules in a ConfigMap that the pod mounts; null when it mounts none.</summary>
    private IReadOnlyList<string>? RulesOf(JsonObject pod) =>
        pod.Items("spec", "volumes").Select(volume => volume.Text("configMap", "name")).OfType<string>()
        .Select(name => store.Get(BuiltIn.ConfigMaps, pod.Space(), name)).OfType<JsonObject>()
        .SelectMany(map => map.At("data") as JsonObject ?? [])
        .Select(entry => entry.Value.Text() ?? "")
        .FirstOrDefault(text => text.Contains(Title, StringComparison.Ordinal)) is { } text
            ? [.. Rule().Matches(text).Select(match => match.Groups["rule"].Value)]
            : null;

    private static int? Number(string rule, string field) =>
        rule.Split(',').Select(part => part.Split('=', 2)).FirstOrDefault(pair => pair[0] == field) is [_, var value]
            && int.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex("""^\s+"?[^":]+"?:\s*"?(?<rule>[a-z0-9=,]+)"?\s*$""", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(@"(^|,)action=(permit|reflect)(,|$)")]
    private static partial Regex Permits();
}
