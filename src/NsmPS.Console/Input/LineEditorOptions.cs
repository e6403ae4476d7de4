using System.Management.Automation;

namespace NsmPS.Console.Input;

internal sealed record LineEditorOptions
{
    /// <summary>Shown instead of each character of a secret.</summary>
    public char? Mask { get; init; }

    /// <summary>Earlier lines for the arrow keys.</summary>
    public LineHistory? History { get; init; }

    /// <summary>Completes text at a cursor position; null when there is nothing to offer.</summary>
    public Func<string, int, CommandCompletion?>? Complete { get; init; }
}
