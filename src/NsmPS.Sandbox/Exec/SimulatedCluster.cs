using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.Injection;
using NsmPS.Sandbox.Nsm.Programs;
using NsmPS.Sandbox.Nsm.V1;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Controllers;
using NsmPS.Sandbox.Workloads.Nodes;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Exec;

/// <summary>Everything that lives in the cluster, put together over one store.</summary>
internal sealed class SimulatedCluster : IController, IAdmission, IExecHandler, ILogSource
{
    private readonly ContainerLogs _logs;
    private readonly Injector _injector;
    private readonly IdentityGate _identities;
    private readonly PodAccounts _accounts;
    private readonly SandboxExec _exec;
    private readonly Func<CancellationToken, Task>[] _controllers;

    /// <param name="store">The cluster's objects.</param>
    /// <param name="authority">The authority that pods trust the API server by.</param>
    /// <param name="faults">What goes wrong on purpose. What has happened already, such as an injection or a wire, stays as it is.</param>
    /// <param name="wires">All wires.</param>
    /// <param name="mesh">What managers and forwarders know.</param>
    /// <param name="timings">How long things take.</param>
    /// <param name="ports">What listens on ports of pods.</param>
    /// <param name="leases">How kubelets say that they live.</param>
    public SimulatedCluster(IObjectStore store, Authority authority, FaultBox faults, WireTable wires, MeshState mesh, Timings timings,
        PodPorts ports, NodeLeases leases)
    {
        _logs = new ContainerLogs(store.Wall);
        var spire = new SpireState(store);
        _injector = new Injector(store, faults, spire);
        _identities = new IdentityGate(store, spire);
        _accounts = new PodAccounts(store);
        _exec = new SandboxExec(store, wires, faults);
        var signals = new PodSignals();
        faults.Changed += signals.RaiseAll;
        mesh.Changed += signals.RaiseAll;
        spire.Changed += signals.RaiseAll;
        wires.Changed += signals.Raise;
        var programs = new MeshPrograms(store, timings, faults, mesh, spire, ports, signals);
        _controllers =
        [
            new NodeController(store, faults, leases).RunAsync,
            new RootCertificatePublisher(store, authority.Pem).RunAsync,
            new WorkloadController(store).RunAsync,
            new Scheduler(store, timings).RunAsync,
            new Kubelet(new KubeletParts(store, timings, faults, _logs, new PodAddresses(), programs, signals)).RunAsync,
        ];
    }

    /// <summary>How many programs in pods wait for connections.</summary>
    public int Listening => _exec.Listeners.Count;

    /// <summary>Runs all controllers; the failure of one ends all.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task[] running = [.. _controllers.Select(controller => Task.Run(() => controller(stop.Token), CancellationToken.None))];
        await Task.WhenAny(running);
        await stop.CancelAsync();
        await Task.WhenAll(running);
    }

    public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
    {
        if (before is null)
        {
            _injector.Admit(kind, item);
            _identities.Admit(kind, item);
            _accounts.Admit(kind, item);
        }
    }

    public Task<ExecOutcome> RunAsync(ExecCall call, CancellationToken token) => _exec.RunAsync(call, token);

    public IReadOnlyList<string> Read(string ns, string pod, string container, bool previous) => _logs.Read(ns, pod, container, previous);
}
