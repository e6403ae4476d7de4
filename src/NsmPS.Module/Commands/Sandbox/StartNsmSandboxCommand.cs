using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.RegularExpressions;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Starts a simulated cluster on this machine and connects the session to it.</summary>
[Cmdlet(VerbsLifecycle.Start, "NsmSandbox", SupportsShouldProcess = true, DefaultParameterSetName = LivingSet)]
[OutputType(typeof(NsmSandbox))]
public sealed partial class StartNsmSandboxCommand : NsmCommand
{
    private const string LivingSet = "Living";
    private const string BundleSet = "Bundle";
    private const int MostNodes = 250;
    private const int LargestScale = 100;
    private const string NotStarted = "The sandbox that this session was to work on did not start.";

    [Parameter(ParameterSetName = LivingSet, Position = 0,
        HelpMessage = "How many nodes the cluster has, from 1 to 250.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Node { get; set; } = 3;

    [Parameter(ParameterSetName = LivingSet,
        HelpMessage = "The Kubernetes version that it says it is, for example 1.36.0.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string KubernetesVersion { get; set; } = "1.36.0";

    [Parameter(ParameterSetName = LivingSet,
        HelpMessage = "How many times faster than the clock of this machine the cluster lives, from 1 to 100.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int TimeScale { get; set; } = 1;

    [Parameter(ParameterSetName = LivingSet,
        HelpMessage = "A file that keeps the cluster; where it exists, the sandbox goes on from it. Without it the cluster "
        + "lives in memory.")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = BundleSet,
        HelpMessage = "A file of Export-NsmSupportBundle; the sandbox shows its cluster, and nothing in it changes.")]
    [ValidateNotNullOrEmpty]
    public string? Bundle { get; set; }

    [Parameter(HelpMessage = "The port of 127.0.0.1 to listen on; 0 takes any free one.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Port { get; set; }

    [Parameter(HelpMessage = "The file to log to; without it a new one in the user's state folder.")]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    [Parameter(HelpMessage = "Let the sandbox go on when this PowerShell ends; Stop-NsmSandbox ends it.")]
    public SwitchParameter Detached { get; set; }

    [Parameter(HelpMessage = "Write the sandbox that was started.")]
    public SwitchParameter PassThru { get; set; }

    [Parameter(HelpMessage = "How long to wait until the sandbox serves, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    protected override void BeginProcessing()
    {
        // What is wrong with a duration is told with the rest, after the session is let go.
    }

    protected override void EndProcessing()
    {
        var session = RunspaceSession.Current;
        if (Problem() is { } problem)
        {
            session.Lose(NotStarted);
            Fail(problem);
        }

        var state = FileSystemPath(Path, NsmErrors.FileNotWritable);
        var bundle = FileSystemPath(Bundle, NsmErrors.OptionInvalid);
        if (bundle is not null && !File.Exists(bundle))
        {
            Fail(Invalid($"-Bundle is '{bundle}', and there is no such file.", nameof(Bundle)));
        }

        var log = FileSystemPath(LogPath, NsmErrors.FileNotWritable);
        if (!ShouldProcess(bundle ?? $"{Node} simulated nodes", "Start an NSM sandbox"))
        {
            return;
        }

        // When the start fails, the next command must not work on another cluster.
        session.Lose(NotStarted);
        session.EndProgramsWith(Runspace.DefaultRunspace);
        var settings = new SandboxStart
        {
            Port = Port,
            Nodes = Node,
            KubernetesVersion = KubernetesVersion,
            TimeScale = TimeScale,
            StateFile = state,
            Bundle = bundle,
            Detached = Detached,
            Timeout = Timeout,
        };
        Run((queue, token) => StartAsync(settings, log, session, queue, token));
    }

    private NsmException? Problem() =>
        Durations.Problem(nameof(Timeout), Timeout)
        ?? AdapterParameters.PortProblem(nameof(Port), Port, smallest: 0)
        ?? (Node is >= 1 and <= MostNodes ? null : Invalid($"-Node is {Node}; it must be from 1 to {MostNodes}.", nameof(Node)))
        ?? (TimeScale is >= 1 and <= LargestScale
            ? null
            : Invalid($"-TimeScale is {TimeScale}; it must be from 1 to {LargestScale}.", nameof(TimeScale)))
        ?? (VersionPattern().IsMatch(KubernetesVersion)
            ? null
            : Invalid($"-KubernetesVersion is '{KubernetesVersion}'; it must be like 1.36.0.", nameof(KubernetesVersion)));

    private async Task StartAsync(SandboxStart settings, string? log, RunspaceSession session, PipelineQueue queue,
        CancellationToken cancellationToken)
    {
        var sandbox = await SandboxStarter.StartAsync(settings, log, session, cancellationToken);
        session.Use(LocalSandboxes.TargetOf(sandbox));
        queue.Verbose($"A simulated cluster serves at {sandbox.Address}, process {sandbox.ProcessId}; its kubeconfig is "
            + $"{sandbox.Kubeconfig}, and it logs to {sandbox.LogFile}.");
        if (PassThru)
        {
            queue.Object(sandbox);
        }
    }

    [GeneratedRegex(@"^v?\d{1,3}\.\d{1,3}\.\d{1,3}$")]
    private static partial Regex VersionPattern();
}
