namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Every sample's life on a sandbox whose mesh forwards by VPP: created, shown, proven, removed.</summary>
public sealed class SampleLifeTests : IClassFixture<SandboxWorld>
{
    private const string Ping = "Test-NsmIcmpConnectivity $args[0] -Count 3 -Interval 0.01 -Timeout 4";

    private readonly SandboxWorld _world;

    public SampleLifeTests(SandboxWorld world)
    {
        _world = world;
        Assert.Equal(["Ready"], world.Column("Install-NsmMesh -ForwardingPlane vpp", "State"));
    }

    [Fact]
    public void VppSample_BesideTheKernelSample_BothAreProvenWhicheverEndpointAClientHas()
    {
        Assert.Equal(["icmp-responder Ready 4/4 2/2", "vpp-icmp-responder Ready 4/4 2/2"], Lines("'icmp-responder', 'vpp-icmp-responder' | ForEach-Object { New-NsmSampleApp $_ }", Summary));
        Assert.Equal(["icmp-responder Ready 4/4 2/2", "vpp-icmp-responder Ready 4/4 2/2"], Lines("Get-NsmSampleApp", Summary));

        var kernel = Lines(Ping, Row, "icmp-responder");
        var vpp = Lines(Ping, Row, "vpp-icmp-responder");

        Assert.Equal((4, 4), (kernel.Count, vpp.Count));
        Assert.All(kernel, row => Assert.Matches(@"^icmp-responder-nsc-\S+ kernel Ok 3/3 (Local|CrossNode) (vpp-)?icmp-responder-nse-\S+$", row));
        Assert.Equal(["Ready vpp-icmp-responder-nsc True 1 icmp-responder"], Lines("Get-NsmClient vpp-*", "\"$($_.State) $($_.Workload) $($_.Injected) $($_.WireAddresses.Count) $($_.NetworkServices)\"").Distinct());
        Assert.All(vpp, row => Assert.Matches(@"^vpp-icmp-responder-nsc-\S+ memif Ok 3/3 (Local|CrossNode) (vpp-)?icmp-responder-nse-\S+$", row));
        Assert.Contains(vpp, row => row.Contains(" CrossNode ", StringComparison.Ordinal));

        _world.Good("Set-NsmSandboxFault WireLoss -Loss 34");
        Assert.All(_world.Column(Ping, "Verdict", "vpp-icmp-responder"), verdict => Assert.Equal("PartialLoss", verdict));
        _world.Good("Set-NsmSandboxFault -Clear");

        _world.Good("Remove-NsmSampleApp vpp-icmp-responder");
        Assert.Equal(["Ready"], _world.Column("Repair-NsmMesh", "State"));
        Assert.All(_world.Column(Ping, "Verdict", "icmp-responder"), verdict => Assert.Equal("Ok", verdict));
        _world.Good("Remove-NsmSampleApp icmp-responder");
        Assert.Empty(_world.Good("Get-NsmSampleApp"));
    }

    [Fact]
    public void HelloNsm_Life_ProvesItsPageOverTheWireAndOverTheService()
    {
        Assert.Equal(["hello-nsm Ready 1/1 1/1"], Lines("New-NsmSampleApp hello-nsm", Summary));

        Assert.Matches(@"^appa-\S+ kernel Ok 3/3 (Local|CrossNode) appb-\S+$", Assert.Single(Lines(Ping, Row, "hello-nsm")));
        Assert.Equal(
            ["page over the wire http://10.60.1.2/ Welcome to NSM! True", "page over the Service http://appb/ Welcome to NSM! True"],
            Lines("(Test-NsmIcmpConnectivity hello-nsm -Count 1).Checks", Check));

        _world.Good("Set-NsmSandboxFault WireLoss");
        Assert.Equal(
            ["page over the wire http://10.60.1.2/ no answer within 3 s False", "page over the Service http://appb/ Welcome to NSM! True"],
            Lines("(Test-NsmIcmpConnectivity hello-nsm -Count 1 -Timeout 2).Checks", Check));
        _world.Good("Set-NsmSandboxFault -Clear");

        _world.Good("Remove-NsmSampleApp hello-nsm");
        Assert.Empty(_world.Good("Get-NsmSampleApp hello-nsm"));
    }

    [Fact]
    public void Vpn_Life_ProvesTheChainAndItsFirewall()
    {
        Assert.Equal(["vpn Ready 1/1 5/5"], Lines("New-NsmSampleApp vpn", Summary));
        Assert.Equal(["Client", "Endpoint", "Endpoint", "Endpoint", "Endpoint", "Endpoint"], _world.Column("(Get-NsmSampleApp vpn).Pods", "Role"));

        Assert.Matches(@"^vpn-gateway-nsc-\S+ kernel Ok 3/3 (Local|CrossNode) vpn-gateway-nse-\S+$", Assert.Single(Lines(Ping, Row, "vpn")));
        Assert.Equal(
            ["port 80 is open http://172.16.1.2:80/ This is the secure intranet. True", "port 8080 is blocked http://172.16.1.2:8080/ no answer within 3 s True"],
            Lines("(Test-NsmIcmpConnectivity vpn -Count 1).Checks", Check));

        _world.Good("Remove-NsmSampleApp vpn");
        Assert.Empty(_world.Good("Get-NsmSampleApp vpn"));
    }

    private const string Check = "\"$($_.Name) $($_.Url) $($_.Observed) $($_.Passed)\"";
    private const string Summary = "\"$($_.Name) $($_.State) $($_.ClientsWired)/$($_.Clients) $($_.EndpointsRegistered)/$($_.Endpoints)\"";
    private const string Row = "\"$($_.Client) $($_.Mechanism) $($_.Verdict) $($_.Received)/$($_.Sent) $($_.Locality) $($_.Endpoint)\"";

    private IReadOnlyList<string> Lines(string script, string each, params object[] arguments) =>
        [.. _world.Good($"{script} | ForEach-Object {{ {each} }}", arguments).Select(item => item.ToString())];
}
