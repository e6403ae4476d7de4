using System.Management.Automation;
using NsmPS.Completion.Wires;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the endpoints of network services.</summary>
[Cmdlet(VerbsCommon.Get, "NsmEndpoint")]
[OutputType(typeof(NsmEndpoint))]
public sealed class GetNsmEndpointCommand : TopologyRowsCommand
{
    [Parameter(Position = 0, HelpMessage = "The endpoints to show, by their name in NSM's registry; wildcards are allowed.")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter(HelpMessage = "Only endpoints of these network services; wildcards are allowed.")]
    [ArgumentCompleter(typeof(NetworkServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] NetworkService { get; set; } = ["*"];

    private protected override TopologyOptions Options => new() { ReadPods = false };

    protected override void EndProcessing() => Show(topology => topology.Endpoints, (piece, _, endpoint) => piece.Has(endpoint),
        endpoint => Matches(NetworkService, endpoint.NetworkService), Name, endpoint => endpoint.Name,
        NsmErrors.EndpointNotFound, "endpoint");
}
