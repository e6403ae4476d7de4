namespace NsmPS.Bundles;

/// <summary>A command that was run in a container, and what came of it.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Before">What it printed before it asked for a line; null where it did not ask.</param>
/// <param name="Answer">The line it was given; null where it did not ask.</param>
/// <param name="Output">What it printed after that, or in all.</param>
/// <param name="Error">What it complained of.</param>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Failure">Why it could not be run; null where it was.</param>
internal sealed record RecordedCommand(
    string Namespace, string Pod, string Container, IReadOnlyList<string> Command, string? Before, string? Answer, string Output,
    string Error, int ExitCode, string? Failure);
