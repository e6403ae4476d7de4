using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using NsmPS.Adapter.Client;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Starts the Meshery adapter on this machine.</summary>
[Cmdlet(VerbsLifecycle.Start, "NsmAdapter", SupportsShouldProcess = true)]
[OutputType(typeof(NsmAdapter))]
public sealed class StartNsmAdapterCommand : NsmCommand
{
    private const string ServerVariable = "MESHERY_SERVER";
    private const string ServiceVariable = "SERVICE_ADDR";
    private const string AllowedVariable = "Adapter__AllowedServers";

    [Parameter(Position = 0, HelpMessage = "The port to listen on; 0 takes any free one. Meshery expects 10004.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int Port { get; set; } = AdapterAddress.DefaultPort;

    [Parameter(HelpMessage = "The IP address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for every interface.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string ListenAddress { get; set; } = AdapterParameters.Loopback;

    [Parameter(HelpMessage = "A PEM file with the certificate to serve TLS with. Meshery itself talks plain text only.")]
    [ValidateNotNullOrEmpty]
    public string? TlsCertificate { get; set; }

    [Parameter(HelpMessage = "A PEM file with the key of -TlsCertificate.")]
    [ValidateNotNullOrEmpty]
    public string? TlsKey { get; set; }

    [Parameter(HelpMessage = "A PEM file with the authority whose certificates callers have to show.")]
    [ValidateNotNullOrEmpty]
    public string? ClientAuthority { get; set; }

    [Parameter(HelpMessage = "A second port that answers health probes and metrics over HTTP.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? HealthPort { get; set; }

    [Parameter(HelpMessage = "The Meshery server to register the mesh's components with, for example http://localhost:9081.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? MesheryServer { get; set; }

    [Parameter(HelpMessage = "The name under which the Meshery server reaches this adapter.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? ServiceAddress { get; set; }

    [Parameter(HelpMessage = "The API servers that the adapter may talk to, as host or host:port; without it any.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] AllowedServer { get; set; } = [];

    [Parameter(HelpMessage = "The file to log to; without it a new one in the user's state folder.")]
    [ValidateNotNullOrEmpty]
    public string? LogPath { get; set; }

    [Parameter(HelpMessage = "Let the adapter go on when this PowerShell ends; Stop-NsmAdapter ends it.")]
    public SwitchParameter Detached { get; set; }

    [Parameter(HelpMessage = "Write the adapter that was started.")]
    public SwitchParameter PassThru { get; set; }

    [Parameter(HelpMessage = "How long to wait until the adapter serves, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    private bool IsOpenPlainText => TlsCertificate is null && !IPAddress.IsLoopback(IPAddress.Parse(ListenAddress));

    protected override void EndProcessing()
    {
        Refuse(Problem());
        var settings = Settings();
        var (start, work) = ($"{(TlsCertificate is null ? "" : "https://")}{Endpoint(ListenAddress)}", Detached
            ? "Start the NSM adapter, detached,"
            : "Start the NSM adapter");
        if (!ShouldProcess(start, work))
        {
            return;
        }

        if (IsOpenPlainText)
        {
            ShellStreams.Warning(this,
                $"The adapter listens on {ListenAddress} in plain text: everybody who reaches it can see the kubeconfigs it is "
                + "sent and can use it. Give -TlsCertificate and -ClientAuthority, or keep others away by other means.");
        }

        var log = FileSystemPath(LogPath, NsmErrors.FileNotWritable);
        var session = RunspaceSession.Current;
        session.EndProgramsWith(Runspace.DefaultRunspace);
        Run((queue, token) => StartAsync(settings, log, session.Programs, queue, token));
    }

    private NsmException? Problem() =>
        AdapterParameters.PortProblem(nameof(Port), Port, smallest: 0)
            ?? (HealthPort is { } health ? AdapterParameters.PortProblem(nameof(HealthPort), health, smallest: 1) : null)
            ?? (IPAddress.TryParse(ListenAddress, out _)
                ? null
                : Invalid($"-ListenAddress is '{ListenAddress}', which is no IP address.", nameof(ListenAddress)))
            ?? ((TlsCertificate is null) == (TlsKey is null) ? null : Invalid("-TlsCertificate and -TlsKey go together.", nameof(TlsKey)))
            ?? (ClientAuthority is null || TlsCertificate is not null
                ? null
                : Invalid("-ClientAuthority needs -TlsCertificate.", nameof(ClientAuthority)))
            ?? (MesheryServer is null || IsServer(MesheryServer)
                ? null
                : Invalid($"-MesheryServer is '{MesheryServer}', which is no http or https address.", nameof(MesheryServer)))
            ?? (AllowedServer.FirstOrDefault(server => !IsHost(server)) is { } wrong
                ? Invalid($"-AllowedServer is '{wrong}', which is no host and no host:port.", nameof(AllowedServer))
                : null);

    // One of the adapter's own rules, so that it is told before anything is started.
    private static bool IsHost(string text) => !text.Contains(',', StringComparison.Ordinal)
        && Uri.TryCreate($"https://{text}/", UriKind.Absolute, out var server) && server.AbsolutePath == "/" && server.UserInfo.Length == 0
        && server.Query.Length == 0 && server.Fragment.Length == 0 && !text.EndsWith('/');

    private static bool IsServer(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme is "http" or "https";

    private AdapterStart Settings() => new()
    {
        Port = Port,
        ListenAddress = IPAddress.Parse(ListenAddress),
        Certificate = Existing(TlsCertificate),
        Key = Existing(TlsKey),
        ClientAuthority = Existing(ClientAuthority),
        HealthPort = HealthPort,
        Detached = Detached,
        Timeout = Timeout,
        Variables = new[]
        {
            (ServerVariable, MesheryServer), (ServiceVariable, ServiceAddress),
            (AllowedVariable, AllowedServer.Length > 0 ? string.Join(',', AllowedServer) : null),
        }.Where(variable => variable.Item2 is not null).ToDictionary(variable => variable.Item1, variable => variable.Item2!),
    };

    private string? Existing(string? path)
    {
        var full = FileSystemPath(path, NsmErrors.CertificateFileInvalid);
        if (full is not null && !File.Exists(full))
        {
            Fail(new NsmException(NsmErrors.CertificateFileInvalid, $"The file '{full}' does not exist.", full));
        }

        return full;
    }

    private string Endpoint(string address) => string.Create(CultureInfo.InvariantCulture,
        $"{(address.Contains(':', StringComparison.Ordinal) ? $"[{address}]" : address)}:{Port}");

    private async Task StartAsync(AdapterStart settings, string? log, OwnedPrograms owned, PipelineQueue queue,
        CancellationToken cancellationToken)
    {
        var adapter = await AdapterStarter.StartAsync(settings, log, owned, cancellationToken);
        queue.Verbose($"The adapter serves at {adapter.Address}, process {adapter.ProcessId}; it logs to {adapter.LogFile}.");
        if (PassThru)
        {
            queue.Object(adapter);
        }
    }
}
