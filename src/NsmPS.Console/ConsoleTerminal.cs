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
    /// Makes the terminal stop echoing what is typed, which else happens with the first key that is waited for only: what is typed before
    /// would be seen, a secret too.
    /// </summary>
    public void StopEcho()
    {
        // Asking for a key configures the terminal, and it stays so until another program is started.
        _ = KeyAvailable;
    }

    /// <summary>
    /// The next key, not echoed; while it waits, Ctrl+C is a key and raises no signal. It polls because a blocked read of the console
    /// cannot be cancelled.
    /// </summary>
    /// <exception cref="InvalidOperationException">Standard input is not a terminal.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled before a key came.</exception>
    public ConsoleKeyInfo ReadKey(CancellationToken cancellationToken)
    {
        if (!InputIsTerminal)
        {
            throw new InvalidOperationException("Standard input is not a terminal: there are no keys to read.");
        }

        SystemConsole.TreatControlCAsInput = true;
        try
        {
            while (!SystemConsole.KeyAvailable)
            {
                cancellationToken.WaitHandle.WaitOne(s_keyPollInterval);
                cancellationToken.ThrowIfCancellationRequested();
            }

            return SystemConsole.ReadKey(intercept: true);
        }
        finally
        {
            SystemConsole.TreatControlCAsInput = false;
        }
    }
}
