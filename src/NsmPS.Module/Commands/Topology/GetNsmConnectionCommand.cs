using System.Management.Automation;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the wires between clients and endpoints.</summary>
[Cmdlet(VerbsCommon.Get, "NsmConnection")]
[OutputType(typeof(NsmConnection))]
public sealed class GetNsmConnectionCommand : TopologyCommand
{
    [Parameter(Position = 0, HelpMessage = "Only wires of these clients' pods; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string Client { get; set; } = "*";

    [Parameter(HelpMessage = "Only wires to these network services; wildcards are allowed.")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string NetworkService { get; set; } = "*";

    [Parameter(HelpMessage = "Only wires in these states.")]
    [ValidateNotNullOrEmpty]
    public NsmWireState[]? State { get; set; }

    [Parameter(HelpMessage = "Do not ask NSM's managers, only look into the pods.")]
    public SwitchParameter PodsOnly { get; set; }

    private protected override TopologyOptions Options => new() { AskManagers = !PodsOnly };

    protected override void ProcessRecord() => Show(topology => topology.Wires.Where(wire => Matches(Client, wire.Client)
        && Matches(NetworkService, wire.NetworkService)
        && (State is null || State.Contains(wire.State))));
}
