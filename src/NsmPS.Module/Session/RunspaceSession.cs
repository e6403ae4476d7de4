using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NsmPS.Kubernetes;
using NsmPS.Pipeline;
using NsmPS.Processes;

namespace NsmPS.Session;

/// <summary>What the module remembers for one runspace: the connected cluster, the open
/// connections, the programs it started. It goes when the runspace goes.</summary>
internal sealed class RunspaceSession : IDisposable
{
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(30);

    private static readonly ConditionalWeakTable<Runspace, RunspaceSession> s_sessions = [];

    private readonly ClientCache _clients;
    private bool _watched;

    public RunspaceSession() => _clients = new ClientCache(Login);

    /// <summary>Where credential programs meet the user.</summary>
    public LoginScreen Login { get; } = new();

    /// <summary>The programs that end with the runspace.</summary>
    public OwnedPrograms Programs { get; } = new();

    /// <summary>The cluster that Connect-NsmCluster chose; null for the kubeconfig's current one.</summary>
    public ClusterTarget? Default { get; private set; }

    /// <summary>The session of the runspace whose pipeline thread this is.</summary>
    public static RunspaceSession Current => s_sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>Closes a runspace's connections, lets its programs end, and forgets everything.</summary>
    public static void End(Runspace? runspace)
    {
        if (runspace is not null && s_sessions.TryGetValue(runspace, out var session))
        {
            s_sessions.Remove(runspace);
            session.Dispose();
            // Waited for, so that the port is free again for who loads the module again; one that is still busy ends when it is done.
            AsyncBridge.TryGet(async token => { await session.Programs.EndAsync(token); return true; }, s_endLimit, fallback: false);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();

    public void Use(ClusterTarget target) => Default = target;

    /// <summary>Closes the connections and forgets the chosen cluster. Programs go on.</summary>
    public void Disconnect()
    {
        _clients.Dispose();
        Default = null;
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

    /// <summary>
    /// The clusters that a command's parameters name. What Connect-NsmCluster chose fills what was not given, but its namespace belongs to
    /// its own cluster, and its context to its own kubeconfig.
    /// </summary>
    public IReadOnlyList<ClusterTarget> Resolve(string? kubeconfig, IReadOnlyList<string>? contexts, string? @namespace)
    {
        var ours = kubeconfig is null ? Default : null;
        return contexts is not { Count: > 0 }
            ? [new ClusterTarget(kubeconfig ?? ours?.Kubeconfig, ours?.Context, @namespace ?? ours?.Namespace)]
            : [.. contexts.Distinct(StringComparer.Ordinal).Select(context =>
                new ClusterTarget(kubeconfig ?? ours?.Kubeconfig, context, @namespace
                    ?? (context == ours?.Context ? ours.Namespace : null)))];
    }
}
