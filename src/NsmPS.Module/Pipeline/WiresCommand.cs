using System.Management.Automation;
using NsmPS.Completion.Wires;
using NsmPS.Parameters;

namespace NsmPS.Pipeline;

/// <summary>The base of commands about wires that their users choose by the client or network service.</summary>
public abstract class WiresCommand : TopologyRowsCommand
{
    [Parameter(Position = 0, HelpMessage = "Only wires of these clients' pods; wildcards are allowed.")]
    [ArgumentCompleter(typeof(ClientCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Client { get; set; } = ["*"];

    [Parameter(HelpMessage = "Only wires to these network services; wildcards are allowed.")]
    [ArgumentCompleter(typeof(NetworkServiceCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] NetworkService { get; set; } = ["*"];

    /// <summary>Whether the parameters and piped objects mean a wire.</summary>
    private protected bool Takes(NsmConnection wire, IEnumerable<TopologyPiece?> pieces) =>
        Matches(Client, wire.Client) && Matches(NetworkService, wire.NetworkService)
        && pieces.Any(piece => piece is null || piece.Has(wire));
}
