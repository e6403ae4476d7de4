namespace NsmPS.Kubernetes.Exec;

/// <summary>How long commands in containers may take.</summary>
internal static class ExecLimits
{
    /// <summary>For a command that only reads or sets something small. It takes a moment, but a busy machine takes long to start it, and
    /// one that hangs is rare: so the limit is far from what is usual.</summary>
    public static TimeSpan Short { get; } = TimeSpan.FromMinutes(1);
}
