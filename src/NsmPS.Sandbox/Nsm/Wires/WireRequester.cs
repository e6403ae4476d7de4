using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.Wires;

/// <summary>Asks the node's manager for a wire, as NSM's own clients do.</summary>
internal sealed class WireRequester(IObjectStore store, Timings timings, FaultBox faults, MeshState state, MeshObjects objects)
{
    private readonly WireStorm _storm = new(store, faults, state.Wires);

    private const int Retries = 10;

    /// <summary>Tries eleven times at most.</summary>
    /// <returns>Whether the wire is there.</returns>
    public async Task<bool> ConnectAsync(JsonObject pod, WireWish wish, Action<string> print, CancellationToken cancellationToken)
    {
        await Task.Delay(timings.Registration, store.Time, cancellationToken);
        for (var left = Retries; ; left--)
        {
            await _storm.PassAsync(pod.Uid()!, pod.Node()!, cancellationToken);
            if (Try(pod, wish) is not { } cause)
            {
                return true;
            }

            print(string.Create(CultureInfo.InvariantCulture,
                $"nsm client: Failed to connect rpc error: code = Unknown desc = NSM:(7.1.5) <nil>. Last NSE "
                + $"Error: rpc error: code = Unknown desc = {cause}. Retry attempts: {left} Delaying: 5s"));
            if (left == 0)
            {
                return false;
            }

            await Task.Delay(timings.WireRetry, store.Time, cancellationToken);
        }
    }

    private string? Try(JsonObject pod, WireWish wish)
    {
        if (_storm.IsStuck(pod.Uid()!))
        {
            return MeshState.LinkExists;
        }

        var services = objects.Services(NsmNames.DefaultNamespace);
        return services.ContainsKey(wish.Service)
            ? state.Connect(
                pod.Uid()!, pod.Node()!, wish, faults.Has(NsmSandboxFaultKind.NoWire),
                (asked, endpoint) => objects.HasEndpoint(NsmNames.DefaultNamespace, endpoint.Name)
                    && ServiceMatches.Accepts(services.GetValueOrDefault(asked.Service), asked.Labels, endpoint.Labels),
                pod.Name())
            : $"no NetworkService with name: {wish.Service}";
    }
}
