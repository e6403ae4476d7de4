namespace NsmPS.Console.Tests.Examples;

/// <summary>An example as a newcomer runs it: the real program, the real module, sandboxes. Each class has a state of its own, so that they can run side by side.</summary>
public abstract class Example : IDisposable
{
    // What is started here is seen and stopped by nobody else, and nobody's cluster is reached.
    private readonly string _state = Directory.CreateTempSubdirectory("nsmps-examples-").FullName;

    public void Dispose()
    {
        Directory.Delete(_state, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static string PathOf(string script) => Path.Combine(ConsoleProgram.Examples, script);

    private protected Task<ConsoleRun> ScriptAsync(string script, params string[] arguments) => RunAsync(["-NonInteractive", "-File", PathOf(script), .. arguments]);

    private protected Task<ConsoleRun> CommandAsync(string command) => RunAsync(["-NonInteractive", "-Command", command]);

    private Task<ConsoleRun> RunAsync(string[] arguments) => ConsoleProcess.RunAsync(
        arguments,
        TestContext.Current.CancellationToken,
        "",
        ("NSMPS_MODULE_PATH", null),
        ("XDG_STATE_HOME", _state),
        ("KUBECONFIG", Path.Combine(_state, "none")));
}
