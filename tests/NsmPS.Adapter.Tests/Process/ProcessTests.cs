extern alias client;

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using client::NsmPS.Meshes;
using Grpc.Core;
using Grpc.Net.Client;
using NsmPS.Core.Tests;
using NsmPS.Core.Tests.Fakes;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>The program: its options, signals and exit codes.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Serve_FromTheModule_FindsItsManifestsAndIsSmall()
    {
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path);

        Assert.Equal(["v0.2.1", "v1.18.0", "v0.2.0"],
            (await adapter.NewClient().MeshVersionsAsync(new MeshVersionsRequest(), cancellationToken: Token)).Version);
        var resident = (await File.ReadAllLinesAsync($"/proc/{adapter.Id}/status", Token)).Single(line =>
            line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.InRange(int.Parse(resident, System.Globalization.CultureInfo.InvariantCulture), 1, 90 * 1024);
        var loaded = await File.ReadAllTextAsync($"/proc/{adapter.Id}/maps", Token);
        Assert.DoesNotContain("OpenTelemetry", loaded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_HomeOfTheUser_IsLeftAsItWas()
    {
        var kubeconfig = _folder.Write("home/.meshery/kubeconfig.yaml", "of mesheryctl");
        var home = Path.GetDirectoryName(Path.GetDirectoryName(kubeconfig))!;
        await using (var adapter = await AdapterProcess.ServeAsync(_folder.Path, [], ("HOME", home)))
        {
            await adapter.NewClient().SupportedOperationsAsync(new SupportedOperationsRequest(), cancellationToken: Token);
            await adapter.SignalAsync("TERM");
            Assert.Equal(0, await adapter.WaitForExitAsync());
        }

        Assert.Equal([kubeconfig], Directory.GetFiles(home, "*", SearchOption.AllDirectories));
        Assert.Equal("of mesheryctl", await File.ReadAllTextAsync(kubeconfig, Token));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task Signal_Idle_EndsWellAndQuickly(string signal)
    {
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path);
        Assert.SkipWhen(signal == "INT" && adapter.IgnoresInterrupts(),
            "SIGINT is ignored from the start, as it is for what a script runs in the background.");

        await adapter.SignalAsync(signal);

        Assert.Equal(0, await adapter.WaitForExitAsync());
        Assert.Contains("Stopping", await adapter.Output, StringComparison.Ordinal);
        Assert.Empty(await adapter.Errors);
    }

    [Fact]
    public async Task EndWithInput_ParentDies_EndsWell()
    {
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, "--end-with-input");

        adapter.Input.Close();

        Assert.Equal(0, await adapter.WaitForExitAsync());
    }

    [Fact]
    public async Task WithoutEndWithInput_InputEnds_GoesOn()
    {
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path);

        adapter.Input.Close();

        Assert.Equal("NETWORK_SERVICE_MESH",
            (await adapter.NewClient().MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
    }

    [Fact]
    public async Task Background_Always_HasASessionOfItsOwn()
    {
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, "--background");

        var stat = await File.ReadAllTextAsync($"/proc/{adapter.Id}/stat", Token);

        Assert.Equal(adapter.Id.ToString(System.Globalization.CultureInfo.InvariantCulture),
            stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[3]);
    }

    [Fact]
    public async Task Port_InUse_IsExitCode69WithPortAndRemedy()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await using var adapter = AdapterProcess.Start(["--port", $"{port}", "--listen", "127.0.0.1"]);

        Assert.Equal(69, await adapter.WaitForExitAsync());
        var line = (await adapter.Errors).Split('\n')[0];
        Assert.Contains($"Port {port} ", line, StringComparison.Ordinal);
        Assert.Contains("--port", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--prot", "1")]
    [InlineData("--port", "x")]
    [InlineData("--listen", "203.0.113.1")]
    [InlineData("--manifests", "/nowhere")]
    [InlineData("--log-file", "/nowhere/log")]
    public async Task Option_Bad_IsExitCode64AndOneLine(params string[] arguments)
    {
        await using var adapter = AdapterProcess.Start(arguments);

        Assert.Equal(64, await adapter.WaitForExitAsync());
        var line = Assert.Single((await adapter.Errors).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(arguments[0] == "--prot" ? "--prot" : arguments[1], line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LogFile_Json_IsPrivateAndOneObjectPerLine()
    {
        var log = Path.Combine(_folder.Path, "log");
        await using (var adapter = await AdapterProcess.ServeAsync(_folder.Path, "--log-file", log, "--log-format", "json"))
        {
            await adapter.SignalAsync("TERM");
            Assert.Equal(0, await adapter.WaitForExitAsync());
            Assert.Empty(await adapter.Output);
        }

        var lines = await File.ReadAllLinesAsync(log, Token);
        Assert.All(lines, line => Assert.Equal("nsm-adapter", (string?)System.Text.Json.Nodes.JsonNode.Parse(line)!["app"]));
        Assert.Contains(lines, line => line.Contains("listens on", StringComparison.Ordinal));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(log));
    }

    [Fact]
    public async Task HealthPort_Always_AnswersProbesAndMetrics()
    {
        // Other tests let the system choose their ports, which are all above these.
        var port = Random.Shared.Next(20_000, 30_000);
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, "--health-port", $"{port}");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };

        Assert.Equal("ok\n", await http.GetStringAsync("/healthz", Token));
        Assert.Equal("ok\n", await http.GetStringAsync("/readyz", Token));
        var metrics = await http.GetStringAsync("/metrics", Token);
        Assert.Contains("# TYPE nsm_adapter_operations_total counter\n", metrics, StringComparison.Ordinal);
        Assert.Contains("\nnsm_adapter_subscribers 0\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_WithClientAuthority_TakesOnlyItsCallers()
    {
        using var authority = new TestAuthority();
        using var stranger = new TestAuthority("stranger");
        using var certificate = authority.Issue(["127.0.0.1"]);
        var (cert, key, ca) = (_folder.Write("tls.crt", certificate.ExportCertificatePem()), _folder.Write("tls.key", KeyOf(certificate)),
            _folder.Write("ca.crt", authority.Pem));
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, "--tls-certificate", cert, "--tls-key", key,
            "--client-authority", ca);

        Assert.Equal("NETWORK_SERVICE_MESH",
            (await Client(adapter, authority, authority).MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
        await Assert.ThrowsAsync<RpcException>(async () =>
            await Client(adapter, authority, stranger).MeshNameAsync(new MeshNameRequest(), cancellationToken: Token));
        await Assert.ThrowsAsync<RpcException>(async () =>
            await Client(adapter, authority, null).MeshNameAsync(new MeshNameRequest(), cancellationToken: Token));
    }

    private static MeshService.MeshServiceClient Client(AdapterProcess adapter, TestAuthority server, TestAuthority? authority)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.Add(X509Certificate2.CreateFromPem(server.Pem));
        var handler = new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } };
        if (authority is not null)
        {
            var (certificate, key) = authority.IssueClient("meshery");
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(certificate, key)];
        }

        return adapter.NewClient(new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true }, "https");
    }

    private static string KeyOf(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        return key.ExportPkcs8PrivateKeyPem();
    }
}
