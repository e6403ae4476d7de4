using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>SPIRE's agent of a node: serves once there is a server.</summary>
internal sealed class SpireAgentProgram(IObjectStore store, Timings timings, SpireState spire)
{
    public async Task RunAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        var node = pod.Node()!;
        do
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }
        while (spire.Server is null);

        spire.AgentUp(node, pod.Uid()!);
        print("spire-agent", "Node attestation was successful");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, store.Time, cancellationToken);
        }
        finally
        {
            spire.AgentDown(node, pod.Uid()!);
        }
    }
}
