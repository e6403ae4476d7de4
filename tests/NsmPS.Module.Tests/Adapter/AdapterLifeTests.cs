using System.Net;
using System.Net.Sockets;
using NsmPS.Adapter.Client.Tests.Fakes;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Adapter;

/// <summary>The real adapter, started and stopped by the commands. One after the other: they share the list of adapters.</summary>
[Collection(nameof(AdapterLifeTests))]
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class AdapterLifeTests : IDisposable
{
    private static readonly string s_state = Path.Combine(Environment.GetEnvironmentVariable("XDG_STATE_HOME") ?? "", "nsmps", "adapters");

    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public AdapterLifeTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Needs POSIX signals and permissions.");

    public void Dispose()
    {
        _engine.Run("Stop-NsmAdapter -All -Timeout 5");
        _engine.Dispose();
    }

    [Fact]
    public void Start_Adapter_ServesIsListedAndStops()
    {
        var (address, process) = Start("Start-NsmAdapter -Port 0 -PassThru");

        Assert.Equal([$"{address} Serving NETWORK_SERVICE_MESH {process} False"],
            Lines("Get-NsmAdapter", "\"$($_.Address) $($_.State) $($_.Name) $($_.ProcessId) $($_.Detached)\""));
        Assert.Equal([], Lines("Test-NsmAdapter $args[0]", "if ($_.Outcome -ne 'Passed') { \"$_\" }", address));
        Assert.Contains("network_service_mesh", Lines("Get-NsmAdapterOperation -Address $args[0]", "$_.Key", address));
        var log = Assert.Single(Lines("Get-NsmAdapter", "$_.LogFile"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(s_state));

        Assert.Equal([$"{address} Stopped"], Lines("Get-NsmAdapter | Stop-NsmAdapter -PassThru", "\"$($_.Address) $($_.State)\""));
        Assert.False(AdapterProcess.Runs(process));
        Assert.Empty(_engine.Run("Get-NsmAdapter").ThrowIfFailed().Output);
    }

    [Fact]
    public void Start_PortOfAnotherProgram_NamesItAndTheRemedy()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var error = _engine.Run("Start-NsmAdapter -Port $args[0]", port).Ending;

        Assert.Equal("PortInUse,NsmPS.Commands.StartNsmAdapterCommand", error?.FullyQualifiedErrorId);
        Assert.Contains($"{port}", error?.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("-Port", error?.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(_engine.Run("Get-NsmAdapter").ThrowIfFailed().Output);
    }

    [Fact]
    public void Start_AdapterEndsAtOnce_ShowsWhatItSaid()
    {
        using var certificates = new Certificates();
        var garbage = certificates.Write("garbage.pem", "no certificate");

        var error = _engine.Run("Start-NsmAdapter -Port 0 -TlsCertificate $args[0] -TlsKey $args[0]", garbage).Ending;

        Assert.Equal("ProgramStartFailed,NsmPS.Commands.StartNsmAdapterCommand", error?.FullyQualifiedErrorId);
        Assert.Matches("exit code [0-9]+: .*ertificate", error?.ErrorDetails.Message);
    }

    [Fact]
    public void Start_Tls_IsTrustedByItsOwnCertificate()
    {
        using var certificates = new Certificates();
        var (certificate, key) = certificates.Client("of-another-host");

        var (address, _) = Start("Start-NsmAdapter -Port 0 -PassThru -TlsCertificate $args[0] -TlsKey $args[1]", certificate, key);

        Assert.StartsWith("https://", address, StringComparison.Ordinal);
        Assert.Equal(["True"], _engine.Run("Test-NsmAdapter $args[0] -Quiet", address).ThrowIfFailed().Text);
    }

    [Fact]
    public void Start_MutualTls_IsAskedOnlyWithACertificate()
    {
        using var certificates = new Certificates();
        var (certificate, key) = certificates.Client("server");
        Start("Start-NsmAdapter -Port 0 -PassThru -TlsCertificate $args[0] -TlsKey $args[1] -ClientAuthority $args[2]", certificate, key,
            certificates.AuthorityFile);

        Assert.Equal(["Unverified"], Lines("Get-NsmAdapter", "$_.State"));
        var (client, clientKey) = certificates.Client("client");
        Assert.Equal(["Serving"], Lines("Get-NsmAdapter -ClientCertificate $args[0] -ClientKey $args[1]", "$_.State", client, clientKey));
    }

    [Fact]
    public async Task Stop_WhileStarting_EndsTheChild()
    {
        var log = Path.Combine(Path.GetDirectoryName(s_state)!, $"{Guid.NewGuid():N}.log");
        Directory.CreateDirectory(s_state);
        using var shell = _engine.NewShell("Start-NsmAdapter -Port 0 -LogPath $args[0]", log);
        var running = shell.BeginInvoke();
        await Poll.UntilAsync(() => ChildrenWith(log).Count > 0);

        shell.Stop();

        Assert.Throws<System.Management.Automation.PipelineStoppedException>(() => shell.EndInvoke(running));
        await Poll.UntilAsync(() => ChildrenWith(log).Count == 0);
    }

    [Fact]
    public async Task Stop_AdapterThatDoesNotEnd_IsEndedWithAWarning()
    {
        var (address, process) = Start("Start-NsmAdapter -Port 0 -PassThru");
        await AdapterProcess.SignalAsync(process, "STOP");

        var result = _engine.Run("Stop-NsmAdapter -Address $args[0] -Timeout 0.5", address).ThrowIfFailed();

        Assert.Contains($"{process}", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.False(AdapterProcess.Runs(process));
    }

    [Fact]
    public void Stop_RecordOfAReusedProcessId_TouchesNobody()
    {
        Directory.CreateDirectory(s_state);
        var innocent = Path.Combine(s_state, $"{Environment.ProcessId}.json");
        var garbage = Path.Combine(s_state, "1.json");
        var nameless = Path.Combine(s_state, "2.json");
        File.WriteAllText(
            innocent,
            $$"""
            { "processId": {{Environment.ProcessId}}, "identity": "another/1", "address": "127.0.0.1:10004",
              "startedAt": "2026-01-01T00:00:00Z", "detached": true, "logFile": "x" }
            """);
        File.WriteAllText(garbage, "{ not json");
        File.WriteAllText(
            nameless,
                """
                { "processId": 2147483647, "identity": null, "address": null, "startedAt": "2026-01-01T00:00:00Z", "detached": true,
                  "logFile": "x" }
                """);

        var result = _engine.Run("Get-NsmAdapter; Stop-NsmAdapter -All").ThrowIfFailed();

        Assert.Empty(result.Output);
        Assert.False(File.Exists(innocent));
        Assert.False(File.Exists(garbage));
        Assert.False(File.Exists(nameless));
    }

    private static List<string> ChildrenWith(string argument) => [.. Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out var id) && id != Environment.ProcessId
            && CommandLineOf(folder).Contains(argument, StringComparison.Ordinal))];

    private static string CommandLineOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private (string Address, int ProcessId) Start(string command, params object[] arguments)
    {
        var adapter = Assert.Single(_engine.Run(command, arguments).ThrowIfFailed().Output);
        return ((string)adapter.Properties["Address"].Value, (int)adapter.Properties["ProcessId"].Value);
    }

    private IReadOnlyList<string> Lines(string command, string expression, params object[] arguments) =>
        _engine.Run($"{command} | ForEach-Object {{ {expression} }}", arguments).ThrowIfFailed().Text;
}
