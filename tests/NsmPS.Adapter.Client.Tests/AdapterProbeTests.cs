using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using NsmPS.Adapter.Client.Tests.Fakes;

namespace NsmPS.Adapter.Client.Tests;

public sealed class AdapterProbeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_GoodAdapter_PassesEveryStepInOrder()
    {
        await using var server = await AdapterServer.StartAsync();

        var checks = await RunAsync(server.Address);

        Assert.Equal(
            ["Resolve", "Connect", "HTTP/2", "MeshName", "SupportedOperations", "ComponentInfo", "MeshVersions", "StreamEvents", "Health",
                "Reflection"],
            checks.Select(check => check.Step));
        Assert.All(checks, check => Assert.True(check.Outcome == NsmAdapterOutcome.Passed, $"{check}"));
        Assert.Equal($"connected to 127.0.0.1:{server.Address.Port}", checks[1].Detail);
    }

    [Fact]
    public async Task Run_AdapterInGo_FailsNothing()
    {
        await using var server = await AdapterServer.StartAsync(new FakeMesh { SendsHeadersAtOnce = false }, asInGo: true);
        server.Mesh.Versions.Clear();

        var checks = await RunAsync(server.Address);

        Assert.Equal(
            ["MeshVersions Warning", "Health Skipped", "Reflection Skipped"],
            checks.Where(check => check.Outcome != NsmAdapterOutcome.Passed).Select(check => $"{check.Step} {check.Outcome}"));
    }

    [Fact]
    public async Task Run_OverTls_HasAStepForIt()
    {
        using var certificates = new Certificates();
        await using var server = await AdapterServer.StartAsync(certificate: certificates.Server(IPAddress.Loopback));

        var trusted = await RunAsync(server.Address, new AdapterClientOptions { CertificateAuthority = certificates.AuthorityFile });
        var untrusted = await RunAsync(server.Address);
        var plain = await RunAsync(AdapterAddress.Parse($"127.0.0.1:{server.Address.Port}"));

        Assert.All(trusted, check => Assert.True(check.Outcome == NsmAdapterOutcome.Passed, $"{check}"));
        AssertBreaksAt("TLS", untrusted);
        Assert.Contains("TLS", AssertBreaksAt("HTTP/2", plain).Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MeshName", "refused")]
    [InlineData("SupportedOperations", "error in the answer")]
    [InlineData("SupportedOperations", "no operations")]
    [InlineData("SupportedOperations", "no installation")]
    [InlineData("ComponentInfo", "name in lower case")]
    [InlineData("ComponentInfo", "refused")]
    [InlineData("StreamEvents", "refused")]
    public async Task Run_Flaw_FailsItsStepWithAHint(string step, string flaw)
    {
        await using var server = await AdapterServer.StartAsync();
        Spoil(server.Mesh, step, flaw);

        var failed = (await RunAsync(server.Address)).Where(check => check.Outcome == NsmAdapterOutcome.Failed).ToList();

        Assert.Equal([step], failed.Select(check => check.Step));
        Assert.NotEmpty(failed[0].Hint);
    }

    [Fact]
    public async Task Run_AdapterThatWarns_ShowsItsWarning()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Properties["warning"] = "Everybody can use it.";

        var warned = Assert.Single(await RunAsync(server.Address), check => check.Outcome == NsmAdapterOutcome.Warning);

        Assert.Equal("ComponentInfo", warned.Step);
        Assert.Contains("Everybody can use it.", warned.Detail, StringComparison.Ordinal);
        using var client = new AdapterClient(server.Address, new AdapterClientOptions(), TimeProvider.System);
        Assert.Equal("Everybody can use it.", (await client.DescribeAsync(Token)).Message);
    }

    [Fact]
    public async Task Run_Nobody_BreaksAtConnect() =>
        Assert.NotEmpty(AssertBreaksAt("Connect", await RunAsync(AdapterAddress.Parse($"127.0.0.1:{AdapterClientTests.FreePort()}"))).Hint);

    [Fact]
    public async Task Run_NoSuchName_BreaksAtResolve() =>
        AssertBreaksAt("Resolve", await RunAsync(AdapterAddress.Parse("no-such-host.invalid:1")));

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n\r\n", "HTTP/1 only")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0016", "wants TLS")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", "neither HTTP nor TLS")]
    [InlineData("", "closed the connection")]
    public async Task Run_AnotherServer_SaysWhatItIs(string answer, string expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AdapterClientTests.AnswerAsync(listener, [.. answer.Select(character => (byte)character)]);

        var checks = await RunAsync(AdapterAddress.Parse(listener.LocalEndpoint.ToString()!));

        Assert.Contains(expected, AssertBreaksAt("HTTP/2", checks).Detail, StringComparison.Ordinal);
        await answering;
    }

    [Fact]
    public async Task Run_SilentServer_FailsAtTheDeadline()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();

        var checks = await RunAsync(AdapterAddress.Parse(listener.LocalEndpoint.ToString()!),
            new AdapterClientOptions { Deadline = TimeSpan.FromMilliseconds(200) });

        Assert.Contains("no answer within 0.2 seconds", AssertBreaksAt("HTTP/2", checks).Detail, StringComparison.Ordinal);
    }

    private static void Spoil(FakeMesh mesh, string step, string flaw)
    {
        switch (flaw)
        {
            case "refused":
                mesh.Refuse = call => call == step ? new Status(StatusCode.Unimplemented, "") : null;
                break;
            case "error in the answer":
                mesh.OperationsError = "broken";
                break;
            case "no operations":
                mesh.Operations.Clear();
                break;
            case "no installation":
                mesh.Operations.RemoveAll(operation => operation.Key == "network_service_mesh");
                break;
            default:
                mesh.ComponentName = "network_service_mesh";
                break;
        }
    }

    private static async Task<List<NsmAdapterCheck>> RunAsync(AdapterAddress address, AdapterClientOptions? options = null) =>
        await new AdapterProbe(address, options ?? new AdapterClientOptions(), TimeProvider.System).RunAsync(Token).ToListAsync(Token);

    // The steps after the one that failed are there and were not tried.
    private static NsmAdapterCheck AssertBreaksAt(string step, List<NsmAdapterCheck> checks)
    {
        var at = checks.FindIndex(check => check.Outcome != NsmAdapterOutcome.Passed);
        Assert.Equal((step, NsmAdapterOutcome.Failed), (checks[at].Step, checks[at].Outcome));
        Assert.Equal("Reflection", checks[^1].Step);
        Assert.All(checks.Skip(at + 1), check => Assert.Equal(NsmAdapterOutcome.Skipped, check.Outcome));
        return checks[at];
    }
}
