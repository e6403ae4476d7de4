using NsmPS.Nsm.Catalogue;

namespace NsmPS.Nsm.Wires;

/// <summary>Interfaces of a VPP that runs in the container: the kernel sees none of them, <c>vppctl</c> shows and uses them.</summary>
internal sealed class VppTool : WireTool
{
    private const string Addresses = "vppctl show int addr </dev/null";
    private const string Hardware = "vppctl show hardware-interfaces </dev/null";
    private const string Routes = "vppctl show ip fib </dev/null && vppctl show ip6 fib </dev/null";

    // VPP's own words for the table changed between releases: one of the two is unknown to any VPP, which says so and returns 0.
    private const string Neighbours = "vppctl show ip arp </dev/null\nvppctl show ip neighbors </dev/null";

    // VPP drops the first packet to an address that it has to find the hardware address of, so one ping goes before those that count.
    private const string Script =
        $"""
        command -v vppctl >/dev/null || exit 127
        {Addresses} && {Hardware} && {Routes} || exit 1
        echo "$4"
        read -r target over
        [ -n "$target" ] || exit 0
        vppctl ping "$target" repeat 1 </dev/null >/dev/null
        vppctl ping "$target" size "$2" interval "$3" repeat "$1" </dev/null
        code=$?
        {Neighbours}
        exit $code
        """;

    private static readonly string[] s_read = ["sh", "-c", $"{Addresses} && {Hardware} && {Routes} || exit 1\n{Neighbours}"];

    public override string Program => "vppctl";

    public override IReadOnlyList<string> ReadCommand => s_read;

    /// <summary>Nothing can be fetched over these wires: the kernel's programs do not see
    /// them, so the checks stay untried and fail.</summary>
    public override IReadOnlyList<string> TestCommand(NsmIcmpOptions options, IReadOnlyList<SampleCheck> checks, bool addressKnown) =>
        ["sh", "-c", Script, Program, PingCommand.Count(options), PingCommand.Size(options), PingCommand.Interval(options),
            PingCommand.Marker.TrimEnd()];

    public override PodNetwork ReadNetwork(string printed) =>
        new(VppParser.ParseInterfaces(printed), printed) { HostRoutes = VppParser.ParseHostRoutes(printed) };

    public override PingStatistics? ReadPing(string printed) => VppParser.ParsePing(printed);

    public override string ReadNeighbour(string printed, string address) => VppParser.ParseNeighbour(printed, address);
}
