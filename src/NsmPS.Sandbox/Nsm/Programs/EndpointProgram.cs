using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.Programs;

/// <summary>An endpoint: registers its service, and unregisters at its end while there is a manager to do it.</summary>
internal sealed class EndpointProgram(IObjectStore store, Timings timings, MeshState state, MeshObjects objects)
{
    public async Task RunAsync(JsonObject pod, JsonObject container, Action<string, string> print, CancellationToken cancellationToken)
    {
        var node = pod.Node()!;

        // Known already where the sandbox itself was restarted, and the pod was not.
        var name = state.FindEndpoint(pod.Uid()!)?.Name ?? await RegisterAsync(pod, container, node, cancellationToken);
        print(container.Text("name")!, $"NSM endpoint {name} registered");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, store.Time, cancellationToken);
        }
        finally
        {
            state.RemoveEndpoint(pod.Uid()!);
            if (state.HasManager(node))
            {
                objects.DeleteEndpoint(NsmNames.DefaultNamespace, name);
            }
        }
    }

    private async Task<string> RegisterAsync(JsonObject pod, JsonObject container, string node, CancellationToken cancellationToken)
    {
        var service = Components.Variable(container, NsmNames.EndpointVariable)!;
        string? name = null;
        do
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
            name = state.HasManager(node) ? objects.TryWriteEndpoint(NsmNames.DefaultNamespace, node, service, Labels(container)) : null;
        }
        while (name is null);

        var blocks = new AddressBlocks(Components.Variable(container, NsmNames.PrefixVariable) ?? NsmNames.DefaultPrefix);
        state.AddEndpoint(new RegisteredEndpoint(name, service, pod.Uid()!, node, blocks)
        {
            Labels = Labels(container),
            Next = Components.Outgoing(container),
            PodName = pod.Name(),
            InVpp = Components.HasVpp(pod),
        });
        return name;
    }

    private static IReadOnlyDictionary<string, string> Labels(JsonObject container) =>
        LabelPairs.Parse(Components.Variable(container, NsmNames.EndpointLabelsVariable) ?? "", ',');
}
