using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Exec;

/// <summary>A way to a program that listens.</summary>
/// <param name="Pod">The id of the pod at its end.</param>
/// <param name="IsOpen">Whether packets come through.</param>
/// <param name="Mbps">What one connection carries.</param>
/// <param name="Packets">How many small packets arrive in a second.</param>
/// <param name="Interface">The interface that it leaves by.</param>
internal sealed record TrafficRoute(string Pod, bool IsOpen, double Mbps, double Packets, string Interface);

/// <summary>How fast wires and the pod network are. A tunnel of a mesh costs more than the pod network's.</summary>
internal sealed class TrafficRoutes(IObjectStore store, FaultBox faults, PingProgram ping)
{
    private const double LocalMbps = 20_000;
    private const double RemoteMbps = 9_000;
    private const double WireShare = 0.95;
    private const double TunnelShare = 0.6;
    private const double PacketsForEachMbps = 30;

    /// <summary>The way to an address; null where nothing is.</summary>
    public TrafficRoute? Find(PodNetworkText network, string target, int port)
    {
        var (wire, _, loss) = ping.Route(network, target);
        if (wire is not null)
        {
            // A connection whose large packets are all lost opens and then carries nothing.
            var other = network.Other(wire).Pod;
            var fits = !(FaultRules.Mtu(faults, network.Pod, store.Find(BuiltIn.Pods, other)) < PodNetworkText.Mtu(wire));
            var share = (wire.IsLocal ? WireShare : TunnelShare) * (Fault.WholeLoss - loss) / Fault.WholeLoss;
            return Route(other, loss < Fault.WholeLoss && new FirewallRules(store).PassesPort(wire, port), wire.IsLocal, share,
                network.Own(wire).Interface) is var route && fits ? route : route with { Mbps = 0 };
        }

        return PodOf(target) is { } pod
            ? Route(pod.Uid()!, !FaultRules.IsDown(faults, pod.Node()), pod.Node() == network.Pod.Node(), 1, PodNetworkText.Uplink)
            : null;
    }

    /// <summary>The pod that has an address in the pod network.</summary>
    private JsonObject? PodOf(string address) => store.List(BuiltIn.Pods).FirstOrDefault(item => item.Text("status", "podIP") == address);

    private static TrafficRoute Route(string pod, bool isOpen, bool isLocal, double share, string name)
    {
        var mbps = (isLocal ? LocalMbps : RemoteMbps) * share;
        return new TrafficRoute(pod, isOpen, mbps, mbps * PacketsForEachMbps, name);
    }
}
