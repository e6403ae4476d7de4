using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>
/// What the managers do after a forwarder or a manager was replaced. As observed on the real ones it breaks every wire of the node and
/// makes none: the old interface is taken down, the new one is made in the node's namespace, cannot be moved into the pod because its name
/// is taken there, and stays behind. Pods notice nothing.
/// </summary>
internal sealed class Healer(Connector connector, WireTable wires, ForwarderLink forwarder)
{
    public async Task HealAsync(IReadOnlyList<Wire> broken, CancellationToken cancellationToken)
    {
        foreach (var wire in broken)
        {
            wires.Remove(wire);
            await TryAsync($"break {wire.Id}", () => forwarder.AskAsync("break", wire, cancellationToken));
            if (wire.Kind == WireKind.EndpointSide)
            {
                Message gone = new() { Method = "gone", Name = wire.PeerId };
                await TryAsync($"tell {wire.PeerHost}",
                    () => LineConnection.CallAsync(Connector.Peer(wire.PeerHost), gone, cancellationToken));
            }
            else
            {
                await TryAsync($"heal {wire.Id}", () => connector.MakeAgainAsync(wire, cancellationToken));
            }
        }
    }

    /// <summary>The other end of a wire is gone: heals this node's end.</summary>
    public Task HealAsync(string id, CancellationToken cancellationToken) =>
        HealAsync([.. wires.All().Where(w => w.Id == id)], cancellationToken);

    private static async Task TryAsync(string what, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (LabException e)
        {
            Log.Error($"{what}: {e.Message}");
        }
    }
}
