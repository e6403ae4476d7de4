namespace NsmPS.Proof;

/// <summary>Which wires of a mesh are tested.</summary>
/// <param name="Client">Whether a client is one of them, by its namespace and the name of its pod.</param>
/// <param name="NetworkService">Whether the wires to a network service are.</param>
public sealed record WireSelection(Func<string, string, bool> Client, Func<string, bool> NetworkService)
{
    /// <summary>Every wire of every client.</summary>
    public static WireSelection All { get; } = new((_, _) => true, _ => true);

    internal bool Takes(NsmIcmpResult row) => Client(row.ClientNamespace, row.Client) && NetworkService(row.NetworkService);
}
