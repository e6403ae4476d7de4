namespace NsmPS.Watching;

/// <summary>What tells a wire from all others as long as its client's pod lives.</summary>
internal sealed record WireKey(string ClientNamespace, string Client, string Interface, string NetworkService)
{
    public static WireKey Of(NsmConnection wire) => new(wire.ClientNamespace, wire.Client, wire.ClientInterface, wire.NetworkService);

    public static WireKey Of(NsmIcmpResult row) => new(row.ClientNamespace, row.Client, row.Interface, row.NetworkService);
}
