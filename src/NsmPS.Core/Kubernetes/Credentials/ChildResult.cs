namespace NsmPS.Kubernetes.Credentials;

/// <summary>What a program printed and how it ended.</summary>
internal sealed record ChildResult(int ExitCode, string StandardOutput, string StandardError);
