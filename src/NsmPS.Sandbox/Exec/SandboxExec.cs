using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Exec;

/// <summary>Plays commands in containers that do not exist, from the state of the wires.</summary>
internal sealed class SandboxExec(IObjectStore store, WireTable wires, FaultBox faults)
{
    private readonly ConcurrentDictionary<(string Pod, string Address), bool> _neighbours = new();

    /// <summary>The programs that wait for connections.</summary>
    public Listeners Listeners { get; } = new();

    public async Task<ExecOutcome> RunAsync(ExecCall call, CancellationToken token)
    {
        if (store.Get(BuiltIn.Pods, call.Namespace, call.Pod) is not { } pod)
        {
            return new ExecOutcome(0, "pod does not exist");
        }

        if (Refusal(pod, call) is { } refusal)
        {
            return new ExecOutcome(0, refusal);
        }

        var input = new InputLines(call.Input);
        var ping = new PingProgram(store, faults);
        var wget = new WgetProgram(store, ping, new ContainerPages(store));
        var vppctl = Components.HasVpp(pod, call.Container) ? new VppctlProgram(ping, _neighbours) : null;
        var network = new PodNetworkText(pod, wires);
        var shell = new Shell(network, pod.Node(), wires, ping, vppctl, wget, call.WriteOutput, call.WriteError,
            input.ReadAsync, wget.Variables(call.Namespace))
        {
            Has = program => ImagePrograms.Has(pod, call.Container, program),
            Traffic = new TrafficPrograms(store, new TrafficRoutes(store, faults, ping), Listeners, network),
        };
        return new ExecOutcome(await shell.RunAsync(call.Command, token));
    }

    private string? Refusal(JsonObject pod, ExecCall call)
    {
        if (call.Command.Count == 0)
        {
            return "you must specify at least one command for the container";
        }

        if (FaultRules.IsDown(faults, pod.Node()))
        {
            return "error dialing backend: dial tcp: i/o timeout";
        }

        var status = pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses"))
            .Concat(pod.Items("status", "ephemeralContainerStatuses"))
            .FirstOrDefault(item => item.Text("name") == call.Container);
        return status.At("state", "running") is null ? $"unable to upgrade connection: container not found (\"{call.Container}\")"
            : ImagePrograms.Has(pod, call.Container, call.Command[0])
                || (call.Command[0] == VppctlProgram.Name && Components.HasVpp(pod, call.Container)) ? null
            : "failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container "
                + $"process: exec: \"{call.Command[0]}\": executable file not found in $PATH: unknown";
    }
}
