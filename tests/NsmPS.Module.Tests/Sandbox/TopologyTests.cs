using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Who is connected with whom, on a sandbox with the sample: what the commands show agrees with what a ping finds.</summary>
public sealed class TopologyTests : IClassFixture<SandboxWorld>, IDisposable
{
    private const string Wires = "Get-NsmConnection | Where-Object State -NE Dead";

    private readonly SandboxWorld _world;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-topology-");

    public TopologyTests(SandboxWorld world)
    {
        _world = world;
        world.Sample();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Connections_EveryClient_IsWhereItsPingGoes()
    {
        var pinged = Lines("Test-NsmIcmpConnectivity -Count 1", "\"$($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointNode) $($_.Locality)\"");
        var shown = Lines(Wires, "\"$($_.Client) $($_.ClientAddress) $($_.Endpoint) $($_.EndpointNode) $($_.Locality)\"");

        Assert.Equal(pinged.Order(), shown.Order());
        Assert.Equal(["Up PodsAndManagers"], Lines(Wires, "\"$($_.State) $($_.Source)\"").Distinct());
    }

    [Fact]
    public void Services_AndTheirParts_AreCounted()
    {
        Assert.Equal(["icmp-responder IP 2 2 4"], Lines("Get-NsmNetworkService", "\"$($_.Name) $($_.Payload) $($_.Endpoints.Count) $($_.EndpointsRunning) $($_.Clients)\""));
        Assert.Empty(_world.Good("Get-NsmNetworkService no-such*"));
        Assert.Equal(["True", "True"], Lines("Get-NsmEndpoint", "$_.Pod -like 'icmp-responder-nse-*' -and -not $_.Orphan -and $_.State -eq 'RUNNING'"));
        Assert.Equal(["Ready icmp-responder-nsc True 1"], Lines("Get-NsmClient icmp-responder-nsc-*", "\"$($_.State) $($_.Workload) $($_.Injected) $($_.WireAddresses.Count)\"").Distinct());
    }

    [Theory]
    [InlineData("Get-NsmClient", 4)]
    [InlineData("Get-NsmEndpoint", 2)]
    [InlineData("Get-NsmNetworkService", 1)]
    [InlineData("Get-NsmConnection -State Up", 4)]
    public void Namespace_OfThePods_Narrows(string command, int count)
    {
        Assert.Equal(count, _world.Good($"{command} -Namespace nsm-system").Count);
        Assert.Empty(_world.Good($"{command} -Namespace kube-public"));
    }

    [Fact]
    public void Pipeline_AResult_BringsItsCluster() => Assert.Equal(4, _world.Good("Get-NsmMesh | Get-NsmClient").Count);

    [Theory]
    [InlineData("topology.html", "<!DOCTYPE html>", "class=\"wire Proven\"")]
    [InlineData("topology.gv", "graph nsm {", "ping Ok")]
    [InlineData("topology.md", "flowchart LR", "ping Ok")]
    public void ExportTopology_File_IsOfTheFormatThatItsNameSays(string name, string start, string wire)
    {
        var file = Path.Combine(_folder.FullName, name);
        _world.Good("Export-NsmTopology $args[0] -Ping", file);

        var text = File.ReadAllText(file);
        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.Equal(4, text.Split(wire).Length - 1);
        Assert.StartsWith("FileExists,", _world.Bad("Export-NsmTopology $args[0]", file).FullyQualifiedErrorId, StringComparison.Ordinal);
        _world.Good("Export-NsmTopology $args[0] -Force -PodsOnly -WhatIf", file);
        Assert.Equal(text, File.ReadAllText(file));
    }

    [Fact]
    public void ExportTopology_NoFile_IsText() => Assert.StartsWith("graph nsm {", _world.Good("Export-NsmTopology -Format Dot")[0].ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("JUnit", "testcase", "time")]
    [InlineData("NUnit", "test-case", "duration")]
    public void Report_Pings_AreCasesThatTookTheirTime(string format, string element, string time)
    {
        var file = Path.Combine(_folder.FullName, $"{format}.xml");
        var rows = _world.Good($"Test-NsmIcmpConnectivity -Count 1 -ReportPath $args[0] -ReportFormat {format}", file);

        Assert.Equal(4, rows.Count);
        var cases = XDocument.Load(file).Descendants(element).ToList();
        Assert.Equal(rows.Select(row => (string)row.Properties["Client"].Value).Order(), cases.Select(item => item.Attribute("name")!.Value).Order());
        Assert.All(cases, item => Assert.True(double.Parse(item.Attribute(time)!.Value, CultureInfo.InvariantCulture) > 0, $"{item}"));
    }

    [Theory]
    [InlineData("Test-NsmMesh", "JUnit", "testcase")]
    [InlineData("Test-NsmMesh", "NUnit", "test-case")]
    [InlineData("Test-NsmPrerequisite", "JUnit", "testcase")]
    public void Report_Checks_EveryRowIsACase(string command, string format, string element)
    {
        var file = Path.Combine(_folder.FullName, $"checks.{format}.xml");
        var rows = _world.Good($"{command} -ReportPath $args[0] -ReportFormat {format}", file);

        var report = XDocument.Load(file);
        var names = report.Descendants(element).Attributes("name").Select(name => name.Value).ToList();
        Assert.Equal(rows.Count, names.Count);
        Assert.Equal(rows.Select(row => $"{row.Properties["Id"].Value}").Order(), names.Select(name => name.Split(' ')[0]).Order());
        Assert.Equal(rows.Count(row => $"{row.Properties["Outcome"].Value}" == "Failed"), report.Descendants("failure").Count());
    }

    [Theory]
    [InlineData("Test-NsmIcmpConnectivity -Namespace kube-public", "ClientsNotFound")]
    [InlineData("Test-NsmMesh -Timeout 0.001", "WaitTimedOut")]
    public void Report_ClusterThatCannotBeTested_IsAFailure(string command, string expected)
    {
        var file = Path.Combine(_folder.FullName, "none.xml");
        var error = _world.Bad($"{command} -ReportPath $args[0]", file);

        Assert.StartsWith($"{expected},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(expected, Assert.Single(XDocument.Load(file).Descendants("failure")).Attribute("type")!.Value);
    }

    [Fact]
    public void ExportCompatibility_Sandbox_IsRefusedOrMarked()
    {
        Assert.StartsWith("SandboxResultRefused,", _world.Bad("Export-NsmCompatibility $args[0]", _folder.FullName).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder.FullName, "*.md"));

        var result = Assert.Single(_world.Good("Export-NsmCompatibility $args[0] -AllowSandbox -Distribution minikube", _folder.FullName));

        Assert.Equal(("Passing", "nsmps-sandbox"), ($"{result.Properties["Status"].Value}", $"{result.Properties["Distribution"].Value}"));
        var text = File.ReadAllText((string)result.Properties["File"].Value);
        Assert.Contains("\nk8s-distro: nsmps-sandbox\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  pod/icmp-responder-nsc-", text, StringComparison.Ordinal);
        Assert.EndsWith("\noverall-status: passing\n---\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_ItsPodIsGone_ItsWiresAreDead()
    {
        var endpoint = _world.Column("Get-NsmConnection -State Up", "Endpoint")[0];
        var victims = Lines($"Get-NsmConnection -State Up | Where-Object Endpoint -EQ '{endpoint}'", "$_.Client");
        using (var api = _world.Api())
        {
            await api.DeleteAsync($"/api/v1/namespaces/nsm-system/pods/{endpoint}?gracePeriodSeconds=0");
        }

        var clock = Stopwatch.StartNew();
        IReadOnlyList<string> dead;
        do
        {
            dead = Lines("Get-NsmConnection -State Dead -Client icmp-responder-nsc-*", "$_.Client");
        }
        while (victims.Except(dead).Any() && clock.Elapsed < TimeSpan.FromSeconds(10));

        Assert.Equal(victims.Order(), dead.Order());
        _world.NoMesh();
    }

    private IReadOnlyList<string> Lines(string script, string expression) => _world.Column($"{script} | ForEach-Object {{ [pscustomobject]@{{ Line = {expression} }} }}", "Line");
}
