namespace NsmPS.E2E.World;

/// <summary>Which cluster the tests run on, and what they may do to it.</summary>
internal static class Settings
{
    /// <summary>The kubeconfig of a cluster that the tests may change; null where they run on a
    /// sandbox of their own, and those that need more are skipped.</summary>
    public static string? Kubeconfig { get; } = Environment.GetEnvironmentVariable("NSMPS_E2E_KUBECONFIG") is { Length: > 0 } path
        ? Path.GetFullPath(path)
        : null;

    /// <summary>Whether the cluster is the one of tests/cluster with the images of tests/lab, so that
    /// faults can be switched on. 0 says that real images are used.</summary>
    public static bool HasLab { get; } = Environment.GetEnvironmentVariable("NSMPS_E2E_LAB") != "0";

    /// <summary>Whether tests that take minutes more, and show more of the same, run too.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("NSMPS_E2E_LONG") == "1";

    /// <summary>The folder of all tests.</summary>
    public static string Tests { get; } = Path.Combine(Built.Repository, "tests");

    public static string LabScript { get; } = Path.Combine(Tests, "lab", "lab.sh");

    public static string ClusterScript { get; } = Path.Combine(Tests, "cluster", "cluster.sh");
}
