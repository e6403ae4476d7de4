using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Nsm.V1;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Nsm.Programs;

/// <summary>What the programs of NSM v0.2 do, and those of NSM v1; other programs run and do nothing.</summary>
internal sealed class MeshPrograms(IObjectStore store, Timings timings, FaultBox faults, MeshState state, SpireState spire, PodPorts ports,
    PodSignals signals)
    : IPodPrograms
{
    private static readonly string[] s_deaf = ["tail", "sleep", "sh", "/bin/sh"];

    private readonly MeshObjects _objects = new(store);
    private readonly WireRequester _request = new(store, timings, faults, state, new MeshObjects(store));
    private readonly V1Programs _v1 = new(store, timings, faults, state, spire, signals);

    public Task<int> InitializeAsync(JsonObject pod, JsonObject container, Action<string> print, CancellationToken cancellationToken) =>
        Components.IsClientInit(container) ? new ClientProgram(_request).RunAsync(pod, container, print, cancellationToken)
            : V1Components.IsClientInit(container) ? _v1.ConnectAsync(pod, container, print, cancellationToken)
            : FinishAsync(cancellationToken);

    public Task RunAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken) =>
        Components.IsManager(pod)
            ? new ManagerProgram(store, timings, faults, state, _objects, ports).RunAsync(pod, print, cancellationToken)
        : Components.IsForwarder(pod) ? new ForwarderProgram(store, timings, state).RunAsync(pod, print, cancellationToken)
        : Components.Endpoint(pod) is { } container
            ? new EndpointProgram(store, timings, state, _objects).RunAsync(pod, container, print, cancellationToken)
        : Components.Client(pod) is { } client ? new VppClientProgram(_request, state.Wires).RunAsync(pod, client, print, cancellationToken)
        : V1Components.IsManager(pod) ? ManageAsync(pod, print, cancellationToken)
        : _v1.Run(pod, print, cancellationToken) ?? Task.CompletedTask;

    public bool IsReady(JsonObject pod, JsonObject container) =>
        Components.IsManagerDaemon(container) ? state.IsServed(pod.Node()!, pod.Uid()!)
        : Components.Outgoing(container) is not null && Components.Client(pod) is not null ? state.Wires.HasClient(pod.Uid()!)
        : Components.IsForwarder(pod) ? state.HasForwarder(pod.Node()!, pod.Uid()!)
        : _v1.IsReady(pod);

    public bool IsSignalled(JsonObject pod) => V1Programs.IsSignalled(pod);

    public bool IgnoresTermination(JsonObject container) => s_deaf.Contains((container["command"] as JsonArray)?.FirstOrDefault().Text());

    public void Forget(JsonObject pod) => state.Wires.Remove(pod.Uid()!);

    /// <summary>A manager of NSM v1 talks to nobody who has no identity.</summary>
    private async Task ManageAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        await using var port = ports.Open(pod.Uid()!, NsmNames.ManagerPortNumber, answer: null);
        await _v1.Run(pod, print, cancellationToken)!;
    }

    private async Task<int> FinishAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(timings.ContainerStart, store.Time, cancellationToken);
        return 0;
    }
}
