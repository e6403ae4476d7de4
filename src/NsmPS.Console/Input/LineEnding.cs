namespace NsmPS.Console.Input;

internal enum LineEnding
{
    Accepted,

    /// <summary>Ctrl+C.</summary>
    Interrupted,

    /// <summary>Ctrl+D on an empty line.</summary>
    EndOfInput,
}
