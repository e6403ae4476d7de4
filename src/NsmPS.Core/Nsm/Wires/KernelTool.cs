using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Wires;

/// <summary>Interfaces of the kernel: <c>ip</c> shows them, and <c>ping</c> uses them.</summary>
internal sealed class KernelTool : WireTool
{
    private static readonly string[] s_read = ["sh", "-c", $"ip addr && ip route || exit 1\n{RouteRules.Version6}"];

    public override string Program => "ping";

    public override IReadOnlyList<string> ReadCommand => s_read;

    public override IReadOnlyList<string> TestCommand(NsmIcmpOptions options, IReadOnlyList<SampleCheck> checks, bool addressKnown) =>
        PingCommand.For(options, checks, addressKnown);

    public override PodNetwork ReadNetwork(string printed) =>
        new(AddressParser.Parse(printed), printed) { HostRoutes = RouteRules.Parse(printed) };

    public override PingStatistics? ReadPing(string printed) => PingParser.Parse(printed);

    public override string ReadNeighbour(string printed, string address) => PingParser.ParseNeighbour(printed);
}
