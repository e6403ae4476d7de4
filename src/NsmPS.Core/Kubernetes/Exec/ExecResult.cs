namespace NsmPS.Kubernetes.Exec;

/// <summary>What a command in a container printed and how it ended.</summary>
/// <param name="ExitCode">Its exit code; 127 for a program that is not in the image and 126 for one that may not be run, as shells say it.</param>
/// <param name="StandardOutput">At most one mebibyte of it.</param>
/// <param name="StandardError">At most one mebibyte of it; the runtime's message where the program did not start.</param>
/// <param name="Truncated">True when it printed more than was kept.</param>
internal sealed record ExecResult(int ExitCode, string StandardOutput, string StandardError, bool Truncated = false);
