using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm;

/// <summary>The init container of a client: asks for each wire, eleven times at most.</summary>
internal sealed class ClientProgram(IObjectStore store, Timings timings, FaultBox faults, MeshState state, MeshObjects objects)
{
    private const int Retries = 10;

    /// <returns>0 with all wires, 1 after the last try.</returns>
    public async Task<int> RunAsync(JsonObject pod, JsonObject container, Action<string> print, CancellationToken cancellationToken)
    {
        foreach (var wish in WireWish.Parse(Components.Variable(container, NsmNames.AnnotationVariable) ?? ""))
        {
            if (!await ConnectAsync(pod, wish, print, cancellationToken))
            {
                print("nsm client: Unable to establish connection with network service");
                return 1;
            }
        }

        print("nsm client: initialization is completed successfully");
        return 0;
    }

    private async Task<bool> ConnectAsync(JsonObject pod, WireWish wish, Action<string> print, CancellationToken cancellationToken)
    {
        await Task.Delay(timings.Registration, store.Time, cancellationToken);
        for (var left = Retries; ; left--)
        {
            var cause = objects.HasService(NsmNames.DefaultNamespace, wish.Service)
                ? state.Connect(pod.Uid()!, pod.Node()!, wish, faults.Has(FaultKind.NoWire))
                : $"no NetworkService with name: {wish.Service}";
            if (cause is null)
            {
                return true;
            }

            print(FormattableString.Invariant($"nsm client: Failed to connect rpc error: code = Unknown desc = NSM:(7.1.5) <nil>. Last NSE Error: rpc error: code = Unknown desc = {cause}. Retry attempts: {left} Delaying: 5s"));
            if (left == 0)
            {
                return false;
            }

            await Task.Delay(timings.WireRetry, store.Time, cancellationToken);
        }
    }
}
