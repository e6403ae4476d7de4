using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NsmPS.Kubernetes;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session.Choice;
using NsmPS.Session.Running;

namespace NsmPS.Session;

/// <summary>What the module remembers for one runspace: the connected cluster, the open
/// connections, the programs it started. It goes when the runspace goes.</summary>
internal sealed class RunspaceSession : IDisposable
{
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(30);

    private static readonly ConditionalWeakTable<Runspace, RunspaceSession> s_sessions = [];

    private readonly Runspace _runspace;
    private readonly ClientCache _clients;
    private ClusterChoice? _choice;
    private bool _watched;

    private RunspaceSession(Runspace runspace) =>
        (_runspace, _clients) = (runspace, new ClientCache(new LoginScreen(Running), new RequestLog(Running)));

    /// <summary>The commands that run at the time.</summary>
    public RunningCommands Running { get; } = new();

    /// <summary>The programs that end with the runspace.</summary>
    public OwnedPrograms Programs { get; } = new();

    /// <summary>The cluster that this session has chosen or inherited; null for the kubeconfig's current one, or for none.</summary>
    public ClusterTarget? Default => Choice.Target;

    /// <summary>Whether the kubeconfig says which cluster is meant: none was chosen, and no choice was lost.</summary>
    public bool FollowsKubeconfig => Choice == ClusterChoice.OfKubeconfig;

    private ClusterChoice Choice => _choice ?? ChoiceBefore(_runspace.Id);

    /// <summary>The session of the runspace whose pipeline thread this is.</summary>
    public static RunspaceSession Current => s_sessions.GetValue(Runspace.DefaultRunspace,
        static runspace => new RunspaceSession(runspace));

    /// <summary>Closes a runspace's connections and lets its programs end. The chosen cluster stays chosen, for whoever loads the module
    /// again.</summary>
    public static void End(Runspace? runspace)
    {
        if (runspace is not null && s_sessions.TryGetValue(runspace, out var session))
        {
            session.Dispose();
            // It waits, so that the port is free when the module is loaded again. A program that is still busy ends when it is done.
            AsyncBridge.TryGet(async token => { await session.Programs.EndAsync(token); return true; }, s_endLimit, fallback: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();

    public void Use(ClusterTarget target) => Choose(new ClusterChoice(target, null));

    /// <summary>Leaves the session without a cluster: commands that name none fail until one is chosen.</summary>
    public void Lose(string why) => Choose(ClusterChoice.None(why));

    /// <summary>Closes the connections and chooses what the kubeconfig says. Programs go on.</summary>
    public void Disconnect()
    {
        _clients.Dispose();
        Choose(ClusterChoice.OfKubeconfig);
    }

    /// <summary>Makes the runspace's end the end of its programs. Call it on the pipeline thread.</summary>
    public void EndProgramsWith(Runspace runspace)
    {
        if (_watched)
        {
            return;
        }

        _watched = true;
        runspace.StateChanged += (_, change) =>
        {
            if (change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
            {
                _ = Programs.EndAsync(CancellationToken.None);
            }
        };
    }

    /// <summary>Opens the connection to a cluster, or hands out the open one.</summary>
    public Task<ClusterClient> ConnectAsync(ClusterTarget target, CancellationToken cancellationToken) =>
        _clients.GetAsync(target, cancellationToken);

    /// <summary>What the API servers have warned of since this was last asked.</summary>
    public IEnumerable<string> TakeWarnings() => _clients.TakeWarnings();

    /// <summary>The clusters that a command's parameters name. What Connect-NsmCluster chose fills what was not given, but its namespace
    /// belongs to its own cluster, and its context to its own kubeconfig.</summary>
    /// <exception cref="NsmException">ClusterNotChosen.</exception>
    public IReadOnlyList<ClusterTarget> Resolve(string? kubeconfig, IReadOnlyList<string>? contexts, string? @namespace)
    {
        var ours = kubeconfig is not null ? null : contexts is { Count: > 0 } ? Default : Choice.Require();
        return contexts is not { Count: > 0 }
            ? [new ClusterTarget(kubeconfig ?? ours?.Kubeconfig, ours?.Context, @namespace ?? ours?.Namespace)]
            : [.. contexts.Distinct(StringComparer.Ordinal).Select(context =>
                new ClusterTarget(kubeconfig ?? ours?.Kubeconfig, context, @namespace
                    ?? (context == ours?.Context ? ours.Namespace : null)))];
    }

    private void Choose(ClusterChoice choice)
    {
        _choice = choice;
        LeaveChoice();
    }

    private static void LeaveChoice() => InheritedChoice.Leave(ChoiceBefore(int.MaxValue));

    /// <summary>
    /// What a runspace works on that has chosen nothing: what the first session of the process works on, which has started it, be it by way
    /// of others. Where another one has chosen differently, nobody can tell which of them it was.
    /// </summary>
    /// <param name="id">The id of the runspace; those of later ones are larger.</param>
    private static ClusterChoice ChoiceBefore(int id)
    {
        RunspaceSession[] earlier = [.. s_sessions.Select(pair => pair.Value).Where(other => other._runspace.Id < id && other.IsOpen)
            .OrderBy(other => other._runspace.Id)];
        var first = earlier.FirstOrDefault()?._choice ?? InheritedChoice.Value;
        return earlier.All(other => other._choice is null || other._choice == first)
            ? first
            : ClusterChoice.None("Sessions of this PowerShell process work on different clusters, and this one has not chosen any.");
    }

    private bool IsOpen => _runspace.RunspaceStateInfo.State is RunspaceState.Opening or RunspaceState.Opened;
}
