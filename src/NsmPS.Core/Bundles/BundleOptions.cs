namespace NsmPS.Bundles;

/// <summary>How a support bundle is taken.</summary>
public sealed record BundleOptions
{
    /// <summary>Whether names of namespaces, nodes and pods, and addresses, are replaced.</summary>
    public bool Anonymize { get; init; }

    /// <summary>How many lines of each log are taken, from its end.</summary>
    public int LogLines { get; init; } = 1_000;

    /// <summary>How many bytes the files may have together before they are packed.</summary>
    public long LargestSize { get; init; } = 100L * 1024 * 1024;

    /// <summary>How long the taking may last; what is not read by then is missing and named.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The version of NsmPS that takes it.</summary>
    public string ModuleVersion { get; init; } = "";
}
