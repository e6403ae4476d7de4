using System.Management.Automation;
using NsmPS.Completion.Wires;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the pods that ask for wires.</summary>
[Cmdlet(VerbsCommon.Get, "NsmClient")]
[OutputType(typeof(NsmClient))]
public sealed class GetNsmClientCommand : TopologyRowsCommand
{
    [Parameter(Position = 0, HelpMessage = "The pods to show; wildcards are allowed.")]
    [ArgumentCompleter(typeof(ClientCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = ["*"];

    [Parameter(HelpMessage = "Only pods that ask for one of these network services; wildcards are allowed.")]
    [ArgumentCompleter(typeof(NetworkServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] NetworkService { get; set; } = ["*"];

    private protected override TopologyOptions Options => new() { AskManagers = false };

    protected override void EndProcessing() => Show(topology => topology.Clients, (piece, _, client) => piece.Has(client),
        client => client.NetworkServices.Any(service => Matches(NetworkService, service)), Name, client => client.Name,
        NsmErrors.ClientNotFound, "client");
}
