using System.Collections.Immutable;

namespace NsmPS.Kubernetes.Config;

/// <summary>The program that a user entry names for its credentials (<c>exec</c>).</summary>
internal sealed record KubeconfigPlugin(string ApiVersion, string Command)
{
    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Variables { get; init; } = [];

    public string? InstallHint { get; init; }

    public bool ProvideClusterInfo { get; init; }

    public string InteractiveMode { get; init; } = "IfAvailable";
}
