using System.Management.Automation;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the network services of the mesh.</summary>
[Cmdlet(VerbsCommon.Get, "NsmNetworkService")]
[OutputType(typeof(NsmNetworkService))]
public sealed class GetNsmNetworkServiceCommand : TopologyCommand
{
    [Parameter(Position = 0, HelpMessage = "The network services to show; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    private protected override TopologyOptions Options => new() { ReadPods = false, AskManagers = false };

    protected override void ProcessRecord() => Show(topology => topology.NetworkServices.Where(service => Matches(Name, service.Name)));
}
