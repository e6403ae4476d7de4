using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.Programs;

/// <summary>A forwarder: registers with the manager of its node.</summary>
internal sealed class ForwarderProgram(IObjectStore store, Timings timings, MeshState state)
{
    public async Task RunAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        var node = pod.Node()!;
        do
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }
        while (!state.HasManager(node));

        state.ForwarderUp(node, pod.Uid()!);
        print(pod.Items("spec", "containers").First().Text("name")!, $"registered with the manager of {node}");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, store.Time, cancellationToken);
        }
        finally
        {
            state.ForwarderDown(node, pod.Uid()!);
        }
    }
}
