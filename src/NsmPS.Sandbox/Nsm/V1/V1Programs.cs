using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>What the programs of NSM v1 and of SPIRE do.</summary>
internal sealed class V1Programs(IObjectStore store, Timings timings, FaultBox faults, MeshState state, SpireState spire,
    PodSignals signals)
{
    private const int ExpiryPauses = 20;

    private readonly RegistryState _registry = new();

    /// <summary>The init container of a client: asks for each wire until it has it.</summary>
    public Task<int> ConnectAsync(JsonObject pod, JsonObject container, Action<string> print, CancellationToken cancellationToken) =>
        Client.ConnectAsync(pod, container, print, cancellationToken);

    /// <summary>The life of a pod's programs; null when they are not of NSM v1 or SPIRE.</summary>
    public Task? Run(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken) =>
        V1Components.IsSpireServer(pod) ? new SpireServerProgram(store, timings, spire).RunAsync(pod, print, cancellationToken)
        : V1Components.IsSpireAgent(pod) ? new SpireAgentProgram(store, timings, spire).RunAsync(pod, print, cancellationToken)
        : V1Components.IsRegistry(pod) ? ServeRegistryAsync(pod, cancellationToken)
        : V1Components.IsManager(pod) ? ManageAsync(pod, print, cancellationToken)
        : V1Components.IsForwarder(pod) ? Registered.ForwardAsync(pod, print, cancellationToken)
        : V1Components.Endpoint(pod) is { } container ? Registered.EndpointAsync(pod, container, print, cancellationToken)
        : V1Components.Client(pod) is { } client ? Client.StayAsync(pod, client, print, cancellationToken)
        : null;

    /// <summary>Whether a signal tells when a pod's readiness may have changed. That of the webhook hangs on objects.</summary>
    public static bool IsSignalled(JsonObject pod) => !V1Components.IsWebhook(pod);

    /// <summary>Whether a readiness probe would succeed; the registry and endpoints have none.</summary>
    public bool IsReady(JsonObject pod) =>
        V1Components.IsSpireServer(pod) ? spire.Server == pod.Uid()
        : V1Components.IsSpireAgent(pod) ? spire.IsAgent(pod.Node()!, pod.Uid()!)
        : V1Components.IsManager(pod) ? state.ManagerOf(pod.Node()!) == pod.Uid()
        : V1Components.IsForwarder(pod) ? state.HasForwarder(pod.Node()!, pod.Uid()!)
        : V1Components.IsWebhook(pod) ? spire.Identifies(pod)
        : V1Components.Client(pod) is null || !V1Components.AsksItself(pod) || state.Wires.HasClient(pod.Uid()!);

    private V1Objects Objects => new(store, _registry);

    private V1ClientProgram Client => new(store, timings, faults, state, spire, Objects, signals);

    private RegisteredProgram Registered => new(store, timings, faults, state, spire, Objects, signals);

    private async Task ServeRegistryAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        while (!spire.Identifies(pod))
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }

        var space = pod.Space()!;
        _registry.Namespace = space;
        try
        {
            while (true)
            {
                await Task.Delay(timings.Registration * ExpiryPauses, store.Time, cancellationToken);
                Objects.Expire(space);
            }
        }
        finally
        {
            _registry.Namespace = null;
        }
    }

    private async Task ManageAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        var node = pod.Node()!;
        do
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }
        while (!spire.Identifies(pod) || _registry.Namespace is null);

        state.ManagerUp(node, pod.Uid()!, urlIsStale: false, heals: true);
        print("nsmgr", $"listening on {pod.Text("status", "podIP")}{NsmNames.ManagerPort}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, store.Time, cancellationToken);
        }
        finally
        {
            state.ManagerDown(node, pod.Uid()!);
        }
    }
}
