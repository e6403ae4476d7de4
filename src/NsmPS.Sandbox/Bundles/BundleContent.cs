using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Bundles;
using NsmPS.Sandbox.Hosting;

namespace NsmPS.Sandbox.Bundles;

/// <summary>What a sandbox needs of a support bundle.</summary>
internal sealed partial record BundleContent
{
    public required BundleIndex Index { get; init; }

    /// <summary>The objects of all kinds.</summary>
    public required IReadOnlyList<JsonObject> Objects { get; init; }

    public required IReadOnlyList<RecordedCommand> Commands { get; init; }

    public required IReadOnlyList<RecordedTrial> Trials { get; init; }

    public required IReadOnlyList<RecordedManager> Managers { get; init; }

    public required IReadOnlyList<RecordedSecret> Secrets { get; init; }

    /// <summary>The version of its cluster, without what follows the three numbers.</summary>
    public string KubernetesVersion => VersionPattern().Match(Index.KubernetesVersion) is { Success: true } match
        ? match.Groups[1].Value
        : new SandboxSettings().KubernetesVersion;

    /// <summary>The lines of logs.</summary>
    public required IReadOnlyDictionary<(string Namespace, string Pod, string Container, bool Previous), IReadOnlyList<string>> Logs
    { get; init; }

    [GeneratedRegex(@"\Av?(\d{1,3}\.\d{1,3}\.\d{1,3})(?![\d.])")]
    private static partial Regex VersionPattern();
}

/// <summary>A support bundle cannot be used.</summary>
internal sealed class BundleException(string message) : Exception(message);
