using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Runtime.ExceptionServices;

namespace NsmPS.Console.Running;

/// <summary>
/// Sees two things that the engine knows but does not tell, by the exceptions it throws: whether an error ended a statement or was only
/// written by a command, and whether exit ended the script file that this program runs.
/// </summary>
internal sealed class ExceptionWatch : IDisposable
{
    // Enough for an error that is thrown again on its way up, with caught ones in between.
    private const int Remembered = 256;

    private readonly ConcurrentQueue<RuntimeException> _thrown = new();

    private readonly Debugger _debugger;

    public ExceptionWatch(Runspace runspace)
    {
        _debugger = runspace.Debugger;
        AppDomain.CurrentDomain.FirstChanceException += OnThrown;
    }

    /// <summary>The code with which the script file ended itself; null if it ran to its end.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>
    /// Whether an entry of $Error ended a statement: such an error travels as a RuntimeException around the exception of that entry.
    /// </summary>
    public bool EndedStatement(object? error) =>
        error is RuntimeException || (error is ErrorRecord record && _thrown.Any(exception => Carries(exception, record)));

    public void Dispose() => AppDomain.CurrentDomain.FirstChanceException -= OnThrown;

    private static bool Carries(RuntimeException exception, ErrorRecord record) =>
        ReferenceEquals(exception, record.Exception) || ReferenceEquals(exception.ErrorRecord.Exception, record.Exception);

    // The exit of a script file that this one calls is none of its own.
    private bool EndsOutermostFile() => _debugger.GetCallStack().Count(frame => frame.InvocationInfo.MyCommand is ExternalScriptInfo) == 1;

    private void OnThrown(object? sender, FirstChanceExceptionEventArgs arguments)
    {
        switch (arguments.Exception)
        {
            case ExitException exit when EndsOutermostFile():
                ExitCode = exit.Argument as int?;
                break;
            case RuntimeException exception:
                _thrown.Enqueue(exception);
                if (_thrown.Count > Remembered)
                {
                    _thrown.TryDequeue(out _);
                }

                break;
            default:
                break;
        }
    }
}
