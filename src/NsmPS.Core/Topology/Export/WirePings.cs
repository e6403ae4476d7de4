namespace NsmPS.Topology.Export;

/// <summary>Finds what pings over wires showed, and so how the wires look. Pure.</summary>
internal sealed class WirePings(NsmTopology topology)
{
    private readonly ILookup<string, NsmIcmpResult> _byClient = topology.Pings.ToLookup(ping => ping.Client, StringComparer.Ordinal);

    /// <summary>What a ping over a wire showed; null when nobody pinged.</summary>
    public NsmIcmpResult? Of(NsmConnection wire) => wire.State == NsmWireState.Dead ? null
        : _byClient[wire.Client].FirstOrDefault(ping => (ping.ClientNamespace.Length == 0 || ping.ClientNamespace == wire.ClientNamespace)
            && (ping.Interface.Length == 0 || ping.Interface == wire.ClientInterface)
            && (ping.ClientAddress.Length == 0 || ping.ClientAddress == wire.ClientAddress));

    public WireLook Look(NsmConnection wire) => Of(wire)?.Verdict switch
    {
        NsmVerdict.Ok => WireLook.Proven,
        null => wire.State switch
        {
            NsmWireState.Up => WireLook.Up,
            NsmWireState.Down => WireLook.Bad,
            NsmWireState.Dead => WireLook.Dead,
            _ => WireLook.Unknown,
        },
        _ => WireLook.Bad,
    };
}
