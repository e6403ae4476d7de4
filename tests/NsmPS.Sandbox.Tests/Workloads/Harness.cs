extern alias core;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using core::NsmPS.Nsm.Injection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Exec;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Nodes;
using ClusterClient = core::NsmPS.Kubernetes.ClusterClient;
using ClusterOptions = core::NsmPS.Kubernetes.ClusterOptions;

namespace NsmPS.Sandbox.Tests.Workloads;

/// <summary>A sandbox in the test's process.</summary>
internal sealed class Harness : IAsyncDisposable
{
    private const int TimeScale = 10;

    public const string Space = "nsm-system";
    public const string Client = "icmp-responder-nsc";
    public const string Endpoint = "icmp-responder-nse";

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);

    private readonly WebApplication _application;
    private readonly string _kubeconfig = Path.GetTempFileName();

    private Harness(WebApplication application) => _application = application;

    public ObjectStore Store => _application.Services.GetRequiredService<ObjectStore>();

    public SimulatedCluster Cluster => _application.Services.GetRequiredService<SimulatedCluster>();

    public FaultBox Faults => _application.Services.GetRequiredService<FaultBox>();

    public KubeletRestart Kubelets => _application.Services.GetRequiredService<KubeletRestart>();

    public MeshState Mesh => _application.Services.GetRequiredService<MeshState>();

    public PodPorts Ports => _application.Services.GetRequiredService<PodPorts>();

    public WireTable Wires => _application.Services.GetRequiredService<WireTable>();

    /// <summary>How clients of the API connect.</summary>
    public string Kubeconfig => SandboxHost.KubeconfigOf(_application.Services);

    /// <summary>Starts a sandbox; its pauses after failures are short, and its time runs faster than ours.</summary>
    public static async Task<Harness> StartAsync(SandboxSettings? settings = null)
    {
        var timings = new Timings { FirstBackOff = TimeSpan.FromMilliseconds(100), WireRetry = TimeSpan.FromMilliseconds(50) };
        var application = SandboxHost.Build((settings ?? new SandboxSettings()) with { TimeScale = TimeScale }, Stream.Null,
            TimeProvider.System, services => services.AddSingleton(timings));
        await application.StartAsync(Token);
        return new Harness(application);
    }

    /// <summary>The library's client of it.</summary>
    /// <param name="time">The client's clock; null for the system's.</param>
    public async Task<ClusterClient> ConnectAsync(TimeProvider? time = null)
    {
        await File.WriteAllTextAsync(_kubeconfig, Kubeconfig, Token);
        return await ClusterClient.ConnectAsync(new ClusterOptions { Kubeconfig = _kubeconfig }, time ?? TimeProvider.System, Token);
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Apply(IEnumerable<JsonObject> items)
    {
        foreach (var item in items)
        {
            Store.Create(Store.Find(item.Text("apiVersion")!, item.Text("kind")!)!, item);
        }
    }

    /// <summary>Creates the mesh with the kernel forwarder, as the installer does: workloads, then the webhook's configuration.</summary>
    public async Task<TimeSpan> InstallAsync()
    {
        var clock = Stopwatch.StartNew();
        var certificate = WebhookCertificate.Create(Space, TimeProvider.System);
        foreach (var file in (string[])["namespace.yaml", "crds.yaml", "rbac.yaml"])
        {
            Apply(Yaml.File("mesh", "v0.2.0", file));
        }

        Apply([certificate.ToSecret(Space)]);
        foreach (var file in (string[])["nsmgr.yaml", "forwarder-kernel.yaml", "admission-webhook.yaml"])
        {
            Apply(Yaml.File("mesh", "v0.2.0", file));
        }

        var configuration = Yaml.File("mesh", "v0.2.0", "webhook-configuration.yaml");
        configuration[0].Items("webhooks").Single().Ensure("clientConfig")["caBundle"] = certificate.CaBundle;
        Apply(configuration);
        await UntilAsync("the mesh is ready", () =>
            Store.List(BuiltIn.DaemonSets, Space) is { Count: 2 } sets && sets.All(set => set.Amount("status", "numberReady") == 3)
            && Store.Get(BuiltIn.Deployments, Space, "nsm-admission-webhook")!.Amount("status", "availableReplicas") == 1
            && Store.List(BuiltIn.Nodes).All(node => node.Amount("status", "allocatable", "networkservicemesh.io/socket") >= 30));
        return clock.Elapsed;
    }

    public void Delete(JsonObject item) =>
        Store.Delete(Store.Find(item.Text("apiVersion")!, item.Text("kind")!)!, item.Space(), item.Name());

    /// <summary>Creates SPIRE as somebody else would, without NSM.</summary>
    public async Task InstallSpireAsync()
    {
        foreach (var file in (string[])["spire-namespace.yaml", "spire-crds.yaml", "spire-rbac.yaml", "spire-configuration.yaml",
            "spire-server.yaml", "spire-agent.yaml"])
        {
            Apply(Yaml.File("mesh", "v1.18.0", file));
        }

        await UntilAsync("SPIRE is ready",
            () => Store.Get(BuiltIn.DaemonSets, "spire", "spire-agent")!.Amount("status", "numberAvailable") == 3);
    }

    /// <summary>Creates the sample; its clients once the endpoints are registered.</summary>
    public async Task<TimeSpan> CreateSampleAsync()
    {
        var clock = Stopwatch.StartNew();
        Apply(Yaml.File("samples", "icmp-responder", "endpoint.yaml"));
        await UntilAsync("two endpoints are registered", () => Endpoints.Count == 2);
        Apply(Yaml.File("samples", "icmp-responder", "client.yaml"));
        await UntilAsync("four clients are ready",
            () => Store.Get(BuiltIn.Deployments, Space, Client)!.Amount("status", "availableReplicas") == 4);
        return clock.Elapsed;
    }

    public IReadOnlyList<JsonObject> Endpoints => Store.Find("networkservicemesh.io/v1alpha1", "NetworkServiceEndpoint") is { } kind
        ? Store.List(kind)
        : [];

    /// <summary>Everything in the cluster but events, which tell of the past.</summary>
    public IReadOnlyList<string> Names => [.. BuiltIn.All.Where(kind => kind != BuiltIn.Events)
        .SelectMany(kind => Store.List(kind), (kind, item) => $"{kind.Kind}/{item.Space()}/{item.Name()}").Order(StringComparer.Ordinal)];

    public string? FailurePolicyOf(string configuration) =>
        Store.Get(BuiltIn.MutatingWebhookConfigurations, null, configuration)?.Items("webhooks").Single().Text("failurePolicy");

    /// <summary>The pods of a workload that are not ending.</summary>
    public IReadOnlyList<JsonObject> PodsOf(string workload) =>
        [.. Store.List(BuiltIn.Pods).Where(pod => !pod.IsTerminating() && FaultRules.WorkloadOf(pod) == workload)];

    /// <summary>Looks until the new cluster has all it begins with.</summary>
    public Task SettledAsync() =>
        UntilAsync("the namespaces have what every namespace is given, and the nodes too", () => Store.List(BuiltIn.Namespaces).All(item =>
        Store.Get(BuiltIn.ConfigMaps, item.Name(), "kube-root-ca.crt") is not null
            && Store.Get(BuiltIn.ServiceAccounts, item.Name(), "default") is not null)
        && Store.List(BuiltIn.Leases).Count == Store.List(BuiltIn.Nodes).Count);

    /// <summary>Looks until something holds.</summary>
    public async Task UntilAsync(string what, Func<bool> holds)
    {
        for (var clock = Stopwatch.StartNew(); !holds(); await Task.Delay(s_poll, TimeProvider.System, Token))
        {
            Assert.False(_application.Lifetime.ApplicationStopping.IsCancellationRequested, "A controller has failed.");
            if (clock.Elapsed > s_limit)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture,
                    $"Not within {s_limit.TotalSeconds} s: {what}.\n{string.Join('\n', Store.List(BuiltIn.Pods).Select(Describe))}"));
            }
        }
    }

    /// <summary>Runs a command in a pod's first container; an answer to its question may be given beforehand.</summary>
    public async Task<(int Code, string Output, string Error, string? Failure)> ExecAsync(JsonObject pod, IReadOnlyList<string> command,
        Func<string, string?>? answer = null)
    {
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var input = Channel.CreateUnbounded<string>();
        var outcome = await Cluster.RunAsync(
            new ExecCall(pod.Space(), pod.Name(), pod.Items("spec", "containers").First().Text("name")!, command, input.Reader,
                WriteAsync, text =>
            {
                error.Append(text);
                return Task.CompletedTask;
            }), Token);
        return (outcome.ExitCode, output.ToString(), error.ToString(), outcome.StartFailure);

        Task WriteAsync(string text)
        {
            output.Append(text);
            if (answer?.Invoke(output.ToString()) is { } line)
            {
                input.Writer.TryWrite(line + "\n");
            }

            return Task.CompletedTask;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
        File.Delete(_kubeconfig);
    }

    private static string Describe(JsonObject pod) => $"{pod.Name()} on {pod.Node()}: {pod["status"]?.ToJsonString()}";
}
