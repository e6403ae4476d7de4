using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>A program that registers through its node's manager, refreshes the registration while it
/// runs, and takes it back at its end: a forwarder or an endpoint.</summary>
internal sealed class RegisteredProgram(IObjectStore store, Timings timings, FaultBox faults, MeshState state, SpireState spire,
    V1Objects objects, PodSignals signals)
{
    private const string StaleHost = "192.0.2.1";
    private const int RefreshesPerLifetime = 3;

    public Task ForwardAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        var node = pod.Node()!;
        return RunAsync(pod, [V1Names.ForwarderService], new Dictionary<string, string> { ["nodeName"] = node, ["p2p"] = "true" }, print,
            () => state.ForwarderUp(node, pod.Uid()!, heals: true), () => state.ForwarderDown(node, pod.Uid()!), cancellationToken);
    }

    public Task EndpointAsync(JsonObject pod, JsonObject container, Action<string, string> print, CancellationToken cancellationToken)
    {
        var services = Components.Variable(container, V1Names.ServicesVariable)!.Split(',');
        return RunAsync(pod, services, new Dictionary<string, string>(), print, () => Offer(pod, container, services),
            () => state.RemoveEndpoint(pod.Uid()!), cancellationToken);
    }

    private void Offer(JsonObject pod, JsonObject container, string[] services)
    {
        // Known already where the sandbox itself was restarted, and the pod was not.
        if (state.FindEndpoint(pod.Uid()!) is null)
        {
            var blocks = new AddressBlocks(Components.Variable(container, V1Names.PrefixVariable) ?? V1Names.DefaultPrefix, pairs: true);
            foreach (var service in services)
            {
                state.AddEndpoint(new RegisteredEndpoint(pod.Name(), service, pod.Uid()!, pod.Node()!, blocks));
            }
        }
    }

    private async Task RunAsync(
        JsonObject pod, IReadOnlyList<string> services, IReadOnlyDictionary<string, string> labels, Action<string, string> print,
        Action begin, Action end, CancellationToken cancellationToken)
    {
        do
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }
        while (!TryRegister(pod, services, labels));

        begin();
        print(pod.Items("spec", "containers").First().Text("name")!, $"registered {pod.Name()} for {string.Join(", ", services)}");
        try
        {
            while (true)
            {
                await WaitForRefreshAsync(pod, cancellationToken);
                TryRegister(pod, services, labels);
            }
        }
        finally
        {
            end();
            objects.Unregister(pod.Name());
        }
    }

    /// <summary>A registration is refreshed in good time; when another manager serves the node,
    /// at once, because the connection to the old one has ended.</summary>
    private async Task WaitForRefreshAsync(JsonObject pod, CancellationToken cancellationToken)
    {
        var manager = state.ManagerOf(pod.Node()!);
        var until = store.Wall.GetUtcNow() + (V1Objects.Lifetime / RefreshesPerLifetime);
        while (true)
        {
            var signal = signals.Next(pod.Uid()!);
            var left = until - store.Wall.GetUtcNow();
            if (left <= TimeSpan.Zero || (state.ManagerOf(pod.Node()!) is { } now && now != manager))
            {
                return;
            }

            await PodSignals.WaitAsync(signal, left, store.Wall, cancellationToken);
        }
    }

    private bool TryRegister(JsonObject pod, IReadOnlyList<string> services, IReadOnlyDictionary<string, string> labels) =>
        spire.Identifies(pod) && ManagerAddress(pod.Node()!) is { } address
            && objects.TryRegister(new Registration(pod, services, $"tcp://[{address}]{NsmNames.ManagerPort}", labels));

    private string? ManagerAddress(string node) => state.ManagerOf(node) is not { } manager ? null
        : faults.Has(NsmSandboxFaultKind.StaleManager) ? StaleHost
        : store.Find(BuiltIn.Pods, manager).Text("status", "podIP");
}
