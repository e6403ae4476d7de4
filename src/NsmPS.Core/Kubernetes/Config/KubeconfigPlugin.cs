using System.Collections.Immutable;

namespace NsmPS.Kubernetes.Config;

/// <summary>The program that a user entry names for its credentials (<c>exec</c>).</summary>
internal sealed record KubeconfigPlugin(string ApiVersion, string Command)
{
    /// <summary>It never reads from a terminal.</summary>
    public const string Never = "Never";

    /// <summary>It reads from a terminal where there is one.</summary>
    public const string IfAvailable = "IfAvailable";

    /// <summary>It does not work without a terminal.</summary>
    public const string Always = "Always";

    public ImmutableArray<string> Arguments { get; init; } = [];

    public ImmutableArray<KeyValuePair<string, string>> Variables { get; init; } = [];

    public string? InstallHint { get; init; }

    public bool ProvideClusterInfo { get; init; }

    /// <summary>Whether it may be given a terminal, and whether it needs one.</summary>
    public string InteractiveMode { get; init; } = IfAvailable;
}
