using System.Management.Automation;

namespace NsmPS.Module.Tests.Engine;

/// <summary>Everything a script wrote.</summary>
internal sealed record EngineResult
{
    public required IReadOnlyList<PSObject> Output { get; init; }

    /// <summary>Errors that did not end the script.</summary>
    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    /// <summary>The error that ended it; null when it came to its end.</summary>
    public required ErrorRecord? Ending { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Information { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    public required IReadOnlyList<string> Questions { get; init; }

    /// <summary>The output as text, one item each.</summary>
    public IReadOnlyList<string> Text => [.. Output.Select(item => item?.ToString() ?? "")];

    public EngineResult ThrowIfFailed() =>
        Ending is null && Errors.Count == 0 ? this : throw new InvalidOperationException($"The script failed: {Ending ?? Errors[0]}");
}
