using System.Diagnostics.CodeAnalysis;

namespace NsmPS.Kubernetes.Config;

/// <summary>What the machine says about which cluster to use: the environment's variables and well-known folders.</summary>
internal sealed record ClusterEnvironment
{
    /// <summary>Reads a variable of the environment; null where it is not set.</summary>
    public required Func<string, string?> Variable { get; init; }

    /// <summary>The user's home folder.</summary>
    public required string Home { get; init; }

    /// <summary>Where a pod finds its service account.</summary>
    public string ServiceAccount { get; init; } = "/var/run/secrets/kubernetes.io/serviceaccount";

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place that reads the environment.")]
    public static ClusterEnvironment OfProcess() => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        Home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
    };
}
