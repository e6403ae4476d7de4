using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Tries a cluster and makes it the one that the session's commands use.</summary>
[Cmdlet(VerbsCommunications.Connect, "NsmCluster")]
[OutputType(typeof(NsmCluster))]
public sealed class ConnectNsmClusterCommand : NsmCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The context; without it the kubeconfig's current one.")]
    [ArgumentCompleter(typeof(ContextCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Context { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "The kubeconfig file; without it KUBECONFIG, then ~/.kube/config.")]
    [Alias(KubeconfigAlias)]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    [Parameter(HelpMessage = "The namespace that commands use on this cluster unless they are given another.")]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    protected override void ProcessRecord()
    {
        var session = RunspaceSession.Current;
        var target = new ClusterTarget(KubeconfigPath(Kubeconfig) ?? RelativeKubeconfig(), Context, Namespace);
        // When connecting fails, the next command must not work on another cluster.
        session.Lose($"The cluster that this session was to work on, {target.Label}, could not be connected to.");
        Run(async (queue, token) =>
        {
            var client = await session.ConnectAsync(target, token);
            var connection = new NsmCluster
            {
                Cluster = client.Name,
                Server = client.Server,
                ServerVersion = await client.FindServerVersionAsync(token) ?? "",
                Namespace = Namespace,
                Kubeconfig = target.Kubeconfig,
            };
            // The context is kept by name: a change of the kubeconfig's current one elsewhere must not redirect this session.
            session.Use(target with { Context = client.Name });
            queue.Object(connection);
        });
    }
}
