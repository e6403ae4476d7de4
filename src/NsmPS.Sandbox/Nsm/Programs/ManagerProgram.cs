using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Nsm.CrossConnects;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.Programs;

/// <summary>The three containers of nsmgr: registers its node, and offers sockets to the
/// pods of it, and tells its cross connects.</summary>
internal sealed class ManagerProgram(IObjectStore store, Timings timings, FaultBox faults, MeshState state, MeshObjects objects,
    PodPorts ports)
{
    /// <summary>How many sockets stay free; every used one adds another.</summary>
    private const int FreeSockets = 30;

    private const string StaleHost = "192.0.2.1";
    private const int SocketPauses = 5;

    public async Task RunAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        var node = pod.Node()!;
        var space = pod.Items("spec", "containers").Select(container => Components.Variable(container, NsmNames.NamespaceVariable))
            .FirstOrDefault(value => value is { Length: > 0 }) ?? NsmNames.DefaultNamespace;
        var stale = faults.Has(NsmSandboxFaultKind.StaleManager);
        var url = (stale ? StaleHost : pod.Text("status", "podIP")) + NsmNames.ManagerPort;
        do
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }
        while (!objects.TryWriteManager(space, node, url));

        state.ManagerUp(node, pod.Uid()!, stale);
        print("nsmd-k8s", $"registered NSM {node} at {url}");
        var monitor = new MonitorService(state.CrossConnects, store, node);
        await using var port = ports.Open(pod.Uid()!, NsmNames.ManagerPortNumber, IsInsecure(pod) ? monitor.AnswerAsync : null);
        try
        {
            await OfferAsync(node, print, cancellationToken);
        }
        finally
        {
            state.ManagerDown(node, pod.Uid()!);
            objects.OfferSockets(node, 0);
        }
    }

    /// <summary>With TLS it talks only to those whom SPIRE knows.</summary>
    private static bool IsInsecure(JsonObject pod) =>
        pod.Items("spec", "containers")
            .Any(container => Components.IsManagerDaemon(container) && Components.Variable(container, NsmNames.InsecureVariable) == "true");

    private async Task OfferAsync(string node, Action<string, string> print, CancellationToken cancellationToken)
    {
        await Task.Delay(timings.Registration, store.Time, cancellationToken);
        var (offered, seen) = (0, 0L);
        for (; ; await Task.Delay(timings.Registration * SocketPauses, store.Time, cancellationToken))
        {
            // Pods only come and go through changes of objects.
            if (store.Version == seen)
            {
                continue;
            }

            seen = store.Version;
            var count = Math.Max(offered, FreeSockets + objects.UsedSockets(node));
            if (count > offered)
            {
                objects.OfferSockets(node, count);
                print("nsmdp", FormattableString.Invariant($"offering {count} sockets"));
                offered = count;
            }
        }
    }
}
