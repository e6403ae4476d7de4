using System.Management.Automation;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the pods that ask for wires.</summary>
[Cmdlet(VerbsCommon.Get, "NsmClient")]
[OutputType(typeof(NsmClient))]
public sealed class GetNsmClientCommand : TopologyCommand
{
    [Parameter(Position = 0, HelpMessage = "The pods to show; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    [Parameter(HelpMessage = "Only pods that ask for one of these network services; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string NetworkService { get; set; } = "*";

    private protected override TopologyOptions Options => new() { AskManagers = false };

    protected override void ProcessRecord() => Show(topology => topology.Clients.Where(client => Matches(Name, client.Name)
        && client.NetworkServices.Any(service => Matches(NetworkService, service))));
}
