using System.Diagnostics.CodeAnalysis;
using SystemConsole = System.Console;

namespace NsmPS.Console;

/// <summary>The process's standard streams and, where there is one, its terminal. Nothing else here touches System.Console.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This class is the program's only door to the console.")]
internal sealed class ConsoleTerminal
{
    private static readonly TimeSpan s_keyPollInterval = TimeSpan.FromMilliseconds(20);

    // Opened on first use only: the programs that a script starts read from the same input.
    private readonly Lazy<TextReader> _input = new(() => SystemConsole.In);

    public bool InputIsTerminal { get; } = !SystemConsole.IsInputRedirected;

    public bool OutputIsTerminal { get; } = !SystemConsole.IsOutputRedirected;

    public bool ErrorIsTerminal { get; } = !SystemConsole.IsErrorRedirected;

    /// <summary>A person can be asked: sees what is printed and can type.</summary>
    public bool CanAsk => InputIsTerminal && OutputIsTerminal;

    public TextReader Input => _input.Value;

    public TextWriter Output { get; } = SystemConsole.Out;

    public TextWriter Error { get; } = SystemConsole.Error;

    /// <summary>Characters per row of the terminal; 0 when there is none or it does not say.</summary>
    public int Width => OutputIsTerminal ? SystemConsole.WindowWidth : 0;

    /// <summary>Rows of the terminal; 0 when there is none or it does not say.</summary>
    public int Height => OutputIsTerminal ? SystemConsole.WindowHeight : 0;

    public bool KeyAvailable => InputIsTerminal && SystemConsole.KeyAvailable;

    /// <summary>
    /// Makes the terminal hand over keys as they are typed: none is echoed, and Ctrl+C is a key and raises no signal. Called before the
    /// prompt is shown, or else what is typed at once would be seen, a secret too.
    /// </summary>
    /// <exception cref="InvalidOperationException">Standard input is not a terminal.</exception>
    public void BeginKeys()
    {
        if (!InputIsTerminal)
        {
            throw new InvalidOperationException("Standard input is not a terminal: there are no keys to read.");
        }

        SystemConsole.TreatControlCAsInput = true;
        // Asking for a key ends the echo, and it stays off until another program is started.
        _ = KeyAvailable;
    }

    /// <summary>Ends <see cref="BeginKeys"/>: Ctrl+C is a signal again.</summary>
    public void EndKeys()
    {
        if (InputIsTerminal)
        {
            SystemConsole.TreatControlCAsInput = false;
        }
    }

    /// <summary>The next key, after <see cref="BeginKeys"/>. It polls because a blocked read of the console cannot be cancelled.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before a key came.</exception>
    public ConsoleKeyInfo ReadKey(CancellationToken cancellationToken)
    {
        while (!KeyAvailable)
        {
            cancellationToken.WaitHandle.WaitOne(s_keyPollInterval);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return SystemConsole.ReadKey(intercept: true);
    }
}
