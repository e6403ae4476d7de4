using System.Collections.Immutable;

namespace NsmPS.Kubernetes.Config;

/// <summary>What one kubeconfig file, or several merged, say.</summary>
internal sealed class Kubeconfig
{
    public string? CurrentContext { get; init; }

    public ImmutableArray<KubeconfigContext> Contexts { get; init; } = [];

    public ImmutableArray<KubeconfigCluster> Clusters { get; init; } = [];

    public ImmutableArray<KubeconfigUser> Users { get; init; } = [];

    /// <summary>Merges as kubectl does: of entries of one name, and of current contexts, the first file's counts.</summary>
    public static Kubeconfig Merge(IReadOnlyList<Kubeconfig> files) => files is [var only] ? only : new Kubeconfig
    {
        CurrentContext = files.Select(file => file.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
        Contexts = [.. files.SelectMany(file => file.Contexts).DistinctBy(entry => entry.Name, StringComparer.Ordinal)],
        Clusters = [.. files.SelectMany(file => file.Clusters).DistinctBy(entry => entry.Name, StringComparer.Ordinal)],
        Users = [.. files.SelectMany(file => file.Users).DistinctBy(entry => entry.Name, StringComparer.Ordinal)],
    };
}
