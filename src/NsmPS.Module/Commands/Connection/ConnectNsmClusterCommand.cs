using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Kubernetes;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Tries a cluster and makes it the one that the session's commands use.</summary>
[Cmdlet(VerbsCommunications.Connect, "NsmCluster")]
[OutputType(typeof(NsmCluster))]
public sealed class ConnectNsmClusterCommand : NsmCommand
{
    /// <summary>The context.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The context; without it the kubeconfig's current one.")]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    /// <summary>The kubeconfig file.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The kubeconfig file; without it KUBECONFIG, then ~/.kube/config.")]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    /// <summary>The namespace.</summary>
    [Parameter(HelpMessage = "The namespace that commands use on this cluster unless they are given another.")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var session = RunspaceSession.Current;
        var target = new ClusterTarget(FileSystemPath(Kubeconfig, NsmErrors.KubeconfigNotFound), Context, Namespace);
        Run(async (queue, token) =>
        {
            var client = await session.ConnectAsync(target, token);
            var connection = new NsmCluster
            {
                Cluster = client.Name,
                Server = client.Server,
                ServerVersion = await ClusterProbe.FindServerVersionAsync(client, token) ?? "",
                Namespace = Namespace,
                Kubeconfig = target.Kubeconfig,
            };
            // The context is kept by name: a change of the kubeconfig's current one elsewhere must not redirect this session.
            session.Use(target with { Context = client.Name });
            queue.Object(connection);
        });
    }
}
