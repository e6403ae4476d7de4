using System.Management.Automation;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the endpoints of network services.</summary>
[Cmdlet(VerbsCommon.Get, "NsmEndpoint")]
[OutputType(typeof(NsmEndpoint))]
public sealed class GetNsmEndpointCommand : TopologyCommand
{
    [Parameter(Position = 0, HelpMessage = "The endpoints to show, by their name in NSM's registry; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "*";

    [Parameter(HelpMessage = "Only endpoints of these network services; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string NetworkService { get; set; } = "*";

    private protected override TopologyOptions Options => new() { ReadPods = false };

    protected override void ProcessRecord() => Show(topology => topology.Endpoints.Where(endpoint => Matches(Name, endpoint.Name)
        && Matches(NetworkService, endpoint.NetworkService)));
}
