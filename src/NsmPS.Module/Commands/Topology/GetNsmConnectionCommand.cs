using System.Management.Automation;
using NsmPS.Pipeline;
using NsmPS.Topology;

namespace NsmPS.Commands;

/// <summary>Shows the wires between clients and endpoints.</summary>
[Cmdlet(VerbsCommon.Get, "NsmConnection")]
[OutputType(typeof(NsmConnection))]
public sealed class GetNsmConnectionCommand : WiresCommand
{
    [Parameter(HelpMessage = "Only wires in these states.")]
    [ValidateNotNullOrEmpty]
    public NsmWireState[]? State { get; set; }

    [Parameter(HelpMessage = "Do not ask NSM's managers, only look into the pods.")]
    public SwitchParameter PodsOnly { get; set; }

    private protected override TopologyOptions Options => new() { AskManagers = !PodsOnly };

    protected override void EndProcessing() => Show(topology => topology.Wires, (piece, _, wire) => piece.Has(wire),
        wire => Matches(NetworkService, wire.NetworkService) && (State is null || State.Contains(wire.State)),
        Client, wire => wire.Client, NsmErrors.ConnectionNotFound, "wire of a client");
}
