using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using NsmPS.Cluster;

namespace NsmPS.Session;

/// <summary>What the module remembers for one runspace: the connected cluster and the open connections. It goes when the runspace goes.</summary>
internal sealed class RunspaceSession : IDisposable
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceSession> s_sessions = [];

    private readonly ClientCache _clients = new();

    /// <summary>The cluster that Connect-NsmCluster chose; null for the kubeconfig's current one.</summary>
    public ClusterTarget? Default { get; private set; }

    /// <summary>The session of the runspace whose pipeline thread this is.</summary>
    public static RunspaceSession Current => s_sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>Closes a runspace's connections and forgets its defaults.</summary>
    public static void End(Runspace? runspace)
    {
        if (runspace is not null && s_sessions.TryGetValue(runspace, out var session))
        {
            s_sessions.Remove(runspace);
            session.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _clients.Dispose();

    public void Use(ClusterTarget target) => Default = target;

    /// <summary>Opens the connection to a cluster, or hands out the open one.</summary>
    public Task<ClusterClient> ConnectAsync(ClusterTarget target, CancellationToken cancellationToken) => _clients.GetAsync(target, cancellationToken);

    /// <summary>
    /// The clusters that a command's parameters name. What Connect-NsmCluster chose fills what was not given, but its namespace belongs to its own
    /// cluster, and its context to its own kubeconfig.
    /// </summary>
    public IReadOnlyList<ClusterTarget> Resolve(string? kubeconfig, IReadOnlyList<string>? contexts, string? @namespace)
    {
        var ours = kubeconfig is null ? Default : null;
        return contexts is not { Count: > 0 }
            ? [new ClusterTarget(kubeconfig ?? ours?.Kubeconfig, ours?.Context, @namespace ?? ours?.Namespace)]
            : [.. contexts.Distinct(StringComparer.Ordinal).Select(context =>
                new ClusterTarget(kubeconfig ?? ours?.Kubeconfig, context, @namespace ?? (context == ours?.Context ? ours.Namespace : null)))];
    }
}
