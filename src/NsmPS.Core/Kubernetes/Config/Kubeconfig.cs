using System.Collections.Immutable;

namespace NsmPS.Kubernetes.Config;

/// <summary>What one kubeconfig file, or several merged, say.</summary>
internal sealed class Kubeconfig
{
    public string? CurrentContext { get; init; }

    public ImmutableArray<KubeconfigEntry<KubeconfigContext>> Contexts { get; init; } = [];

    public ImmutableArray<KubeconfigEntry<KubeconfigCluster>> Clusters { get; init; } = [];

    public ImmutableArray<KubeconfigEntry<KubeconfigUser>> Users { get; init; } = [];

    /// <summary>Merges as kubectl does: of entries of one name, and of current contexts, the first file's counts.</summary>
    public static Kubeconfig Merge(IReadOnlyList<Kubeconfig> files) => files is [var only] ? only : new Kubeconfig
    {
        CurrentContext = files.Select(file => file.CurrentContext).FirstOrDefault(name => !string.IsNullOrEmpty(name)),
        Contexts = [.. files.SelectMany(file => file.Contexts)],
        Clusters = [.. files.SelectMany(file => file.Clusters)],
        Users = [.. files.SelectMany(file => file.Users)],
    };

    /// <summary>The entry of a name; null when there is none.</summary>
    /// <exception cref="NsmException">KubeconfigInvalid: one file has two of that name, and nobody can say which is meant.</exception>
    public static KubeconfigEntry<T>? Find<T>(ImmutableArray<KubeconfigEntry<T>> entries, string kind, string name)
    {
        var first = entries.FirstOrDefault(entry => entry.Name == name);
        return first is null || entries.Count(entry => entry.Name == name && entry.File == first.File) == 1
            ? first
            : throw KubeconfigErrors.Invalid(first.File, $"the {kind} '{name}' stands there twice: keep one of them", name);
    }
}
