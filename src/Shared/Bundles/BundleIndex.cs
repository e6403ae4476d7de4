namespace NsmPS.Bundles;

/// <summary>What a support bundle says of itself.</summary>
/// <param name="Format">The number of its form.</param>
/// <param name="TakenAt">When it was taken.</param>
/// <param name="Cluster">The context's name; a stand-in where names are replaced.</param>
/// <param name="KubernetesVersion">What the API server said of itself; empty where it may not be read.</param>
/// <param name="ModuleVersion">The version of NsmPS that took it.</param>
/// <param name="Anonymized">Whether names and addresses are replaced.</param>
/// <param name="NotRead">What is missing, one sentence each.</param>
internal sealed record BundleIndex(
    int Format, DateTimeOffset TakenAt, string Cluster, string KubernetesVersion, string ModuleVersion, bool Anonymized,
    IReadOnlyList<string> NotRead);
