using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Topology;
using NsmPS.Topology.Ends;

namespace NsmPS.Samples.Folders;

/// <summary>Whether a client of a folder sample has its wires. Pure.</summary>
internal static class FolderClientRules
{
    /// <summary>The pod with its addresses or with what is missing, and whether it has all its wires.</summary>
    /// <param name="view">What the pods show.</param>
    /// <param name="row">The pod as Kubernetes sees it.</param>
    /// <param name="pod">The pod.</param>
    public static (NsmSamplePod Pod, bool HasWires) Describe(TopologyView view, NsmSamplePod row, JsonObject pod)
    {
        var client = view.Clients.FirstOrDefault(item => item.Pod.Key() == pod.Key());
        if (client is { CanAsk: false })
        {
            return (row with { State = NsmState.NotInjected, Reason = ClientRules.NotInjectedReason }, false);
        }

        if (client is null || row.State != NsmState.Ready)
        {
            return (row, false);
        }

        var (links, problem) = view.LinksOf(pod);
        if (links is null)
        {
            // NSM's init container ends only when the wires are there; who asks by itself has no such witness.
            return client.AsksItself ? (row with { State = NsmState.Pending, Reason = problem }, false) : (row, true);
        }

        var addresses = new List<string>();
        foreach (var request in client.Requests)
        {
            var own = links.Find(request.Interface);
            if (own is null || own.Addresses.Count == 0)
            {
                return (row with { State = NsmState.NoWire, Reason = $"it has no wire to {request.NetworkService}" }, false);
            }

            if (!own.IsUp)
            {
                return (row with { State = NsmState.NoWire, Reason = $"its interface {own.Name} has no link" }, false);
            }

            addresses.Add((PodEndRules.Address(own) ?? own.Addresses[0]).ToString());
        }

        return (row with { WireAddress = string.Join(", ", addresses) }, true);
    }
}
