using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>What every pod's worker uses.</summary>
internal sealed record KubeletParts(IObjectStore Store, Timings Timings, FaultBox Faults, ContainerLogs Logs, PodAddresses Addresses,
    IPodPrograms Programs, PodSignals Signals)
{
    public string Now() => Store.Wall.GetUtcNow().Stamp();

    public Task WaitAsync(TimeSpan time, CancellationToken token) => Task.Delay(time, Store.Time, token);
}
