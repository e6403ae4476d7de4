namespace NsmPS.Console.Running;

/// <summary>How a pipeline ended, and with which code if a script file in it ended by exit.</summary>
internal sealed record RunResult(RunOutcome Outcome, int? ScriptExitCode = null);
