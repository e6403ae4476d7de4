namespace NsmPS.Cluster;

/// <summary>What a command in a container printed and how it ended.</summary>
internal sealed record ExecResult(int ExitCode, string StandardOutput, string StandardError);
