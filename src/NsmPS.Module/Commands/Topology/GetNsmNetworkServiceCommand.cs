using System.Management.Automation;
using NsmPS.Completion.Wires;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the network services of the mesh.</summary>
[Cmdlet(VerbsCommon.Get, "NsmNetworkService")]
[OutputType(typeof(NsmNetworkService))]
public sealed class GetNsmNetworkServiceCommand : TopologyRowsCommand
{
    [Parameter(Position = 0, HelpMessage = "The network services to show; wildcards are allowed.")]
    [ArgumentCompleter(typeof(NetworkServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    private protected override TopologyOptions Options => new() { ReadPods = false, AskManagers = false };

    protected override void EndProcessing() => Show(topology => topology.NetworkServices,
        (piece, topology, service) => piece.Has(service, topology), _ => true, Name, service => service.Name,
        NsmErrors.NetworkServiceNotFound, "network service");
}
