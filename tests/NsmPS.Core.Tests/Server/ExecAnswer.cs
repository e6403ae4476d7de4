namespace NsmPS.Core.Tests.Server;

/// <summary>How a command ends.</summary>
/// <param name="ExitCode">0 to 255.</param>
/// <param name="StandardOutput">What it prints.</param>
/// <param name="StandardError">What it complains about.</param>
/// <param name="Error">Set when the runtime could not start it: its message.</param>
/// <param name="Read">Set when it then reads its input: how it goes on from there.</param>
internal sealed record ExecAnswer(
    int ExitCode, string StandardOutput = "", string StandardError = "", string? Error = null, Func<string, ExecAnswer>? Read = null);
