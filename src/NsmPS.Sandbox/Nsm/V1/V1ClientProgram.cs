using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>A client of NSM v1: asks for each wire until it has it, and where it stays, recreates what breaks.</summary>
internal sealed class V1ClientProgram(IObjectStore store, Timings timings, FaultBox faults, MeshState state, SpireState spire,
    V1Objects objects, PodSignals signals)
{
    /// <summary>The init container: ends when every wire is there.</summary>
    public async Task<int> ConnectAsync(JsonObject pod, JsonObject container, Action<string> print, CancellationToken cancellationToken)
    {
        foreach (var wish in Wishes(container))
        {
            await ConnectAsync(pod, wish, print, cancellationToken);
        }

        print("cmd-nsc-init: all connections are up");
        return 0;
    }

    /// <summary>The container that stays: takes over what the init container has made, or
    /// makes it where there is none, and watches over it.</summary>
    public async Task StayAsync(JsonObject pod, JsonObject container, Action<string, string> print, CancellationToken cancellationToken)
    {
        void Print(string line) => print(container.Text("name")!, line);
        var wishes = Wishes(container);
        foreach (var wish in wishes.Where(wish => V1Components.AsksItself(pod) && Find(pod, wish) is null))
        {
            await ConnectAsync(pod, wish, Print, cancellationToken);
        }

        var had = wishes.Where(wish => Find(pod, wish) is not null).ToHashSet();
        while (had.Count > 0)
        {
            var signal = signals.Next(pod.Uid()!);
            if (!had.Any(IsBroken))
            {
                await signal.WaitAsync(cancellationToken);
                continue;
            }

            await Task.Delay(timings.WireRetry, store.Time, cancellationToken);
            foreach (var wish in had.Where(IsBroken))
            {
                Print($"{wish.Service}: connection is broken, healing");
                state.Wires.Close(pod.Uid()!, wish.Interface);
                await ConnectAsync(pod, wish, Print, cancellationToken);
            }
        }

        bool IsBroken(WireWish wish) => Find(pod, wish) is not { State: WireState.Up };
    }

    private static IReadOnlyList<WireWish> Wishes(JsonObject container) =>
        V1Wish.Parse(Components.Variable(container, V1Names.AnnotationVariable) ?? "");

    private Wire? Find(JsonObject pod, WireWish wish) => state.Wires.OfClient(pod.Uid()!, wish.Interface);

    private async Task ConnectAsync(JsonObject pod, WireWish wish, Action<string> print, CancellationToken cancellationToken)
    {
        await Task.Delay(timings.Registration, store.Time, cancellationToken);
        while (Obstacle(pod, wish) is { } obstacle)
        {
            print($"{wish.Service}: {obstacle}");
            await Task.Delay(timings.WireRetry, store.Time, cancellationToken);
        }
    }

    private string? Obstacle(JsonObject pod, WireWish wish) =>
        !spire.Identifies(pod) ? "no identity issued"
        : !objects.HasService(wish.Service) ? $"network service {wish.Service} is not found"
        : state.Connect(pod.Uid()!, pod.Node()!, wish, faults.Has(NsmSandboxFaultKind.NoWire));
}
