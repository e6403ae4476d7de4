using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using NsmPS.Console.Input;

namespace NsmPS.Console.Hosting;

/// <summary>Sizes and keys of the terminal. There is no screen buffer to read or paint on.</summary>
internal sealed class ConsoleHostRawUserInterface(ConsoleTerminal terminal, Screen screen, PersonPrompts prompts, Interruption interruption)
    : PSHostRawUserInterface
{
    public override Size BufferSize
    {
        get => WindowSize;
        set => throw NotOffered();
    }

    public override Size WindowSize
    {
        get => new(screen.Width, screen.Height);
        set => throw NotOffered();
    }

    public override Size MaxWindowSize => WindowSize;

    public override Size MaxPhysicalWindowSize => WindowSize;

    public override Coordinates WindowPosition { get; set; }

    /// <summary>Always the origin: asking the terminal would take characters out of its input.</summary>
    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override string WindowTitle { get; set; } = "";

    public override bool KeyAvailable => terminal.KeyAvailable;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        prompts.ThrowIfNobodyAnswers();
        ConsoleKeyInfo key = interruption.ReadFromPerson(ReadKey);
        if (key is { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control } && !options.HasFlag(ReadKeyOptions.AllowCtrlC))
        {
            interruption.StopFromPrompt();
        }

        if (!options.HasFlag(ReadKeyOptions.NoEcho))
        {
            screen.Write(key.KeyChar.ToString());
        }

        return new KeyInfo((int)key.Key, key.KeyChar, ControlKeys(key.Modifiers), keyDown: options.HasFlag(ReadKeyOptions.IncludeKeyDown));
    }

    public override void FlushInputBuffer()
    {
        while (terminal.KeyAvailable)
        {
            terminal.ReadKey(CancellationToken.None);
        }
    }

    public override int LengthInBufferCells(string source) => new StringDecorated(source).ContentLength;

    public override int LengthInBufferCells(string source, int offset) => LengthInBufferCells(source[offset..]);

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NotOffered();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NotOffered();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NotOffered();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw NotOffered();

    private ConsoleKeyInfo ReadKey(CancellationToken cancellationToken)
    {
        terminal.BeginKeys();
        try
        {
            return terminal.ReadKey(cancellationToken);
        }
        finally
        {
            terminal.EndKeys();
        }
    }

    private static NotSupportedException NotOffered() => new("NsmPS.Console does not change the terminal's window or read its contents.");

    private static ControlKeyStates ControlKeys(ConsoleModifiers modifiers)
    {
        ControlKeyStates states = 0;
        states |= modifiers.HasFlag(ConsoleModifiers.Control) ? ControlKeyStates.LeftCtrlPressed : 0;
        states |= modifiers.HasFlag(ConsoleModifiers.Alt) ? ControlKeyStates.LeftAltPressed : 0;
        states |= modifiers.HasFlag(ConsoleModifiers.Shift) ? ControlKeyStates.ShiftPressed : 0;
        return states;
    }
}
