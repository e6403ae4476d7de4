namespace NsmPS.Kubernetes.Exec;

/// <summary>What a command that is followed says.</summary>
internal abstract record ExecOutput
{
    /// <summary>A line that it has printed.</summary>
    /// <param name="Text">Without its end.</param>
    /// <param name="IsError">Whether it stands in the error output.</param>
    internal sealed record Line(string Text, bool IsError) : ExecOutput;

    /// <summary>It has ended; nothing follows.</summary>
    internal sealed record Ended(int ExitCode) : ExecOutput;
}
