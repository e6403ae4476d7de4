namespace NsmPS.Console.Input;

internal sealed record EditedLine(LineEnding Ending, string Text);
