namespace NsmPS.Hosting;

/// <summary>How the program's start is told, and what ends it.</summary>
/// <param name="ReadyFile">Where to write that it serves; null for nowhere.</param>
/// <param name="EndWithInput">Whether it ends with standard input, whose other end its starter holds.</param>
/// <param name="Facts">What the file says beside the process id.</param>
internal sealed record ProgramLife(string? ReadyFile, bool EndWithInput, Func<IReadOnlyDictionary<string, object?>> Facts);
