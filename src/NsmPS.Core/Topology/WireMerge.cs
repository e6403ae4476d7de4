using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Wires;
using NsmPS.Topology.Ends;
using NsmPS.Topology.Managers;

namespace NsmPS.Topology;

/// <summary>Puts together what pods show and what managers tell into one row for each wire. Pure.</summary>
internal sealed class WireMerge(TopologyView view)
{
    private readonly HashSet<string> _clientNames = [.. view.Clients.SelectMany(client => UnclaimedWires.NamesOf(client.Pod))];
    private readonly Lazy<ILookup<string, JsonObject>> _podsByName = new(() => view.Objects.Pods
        .SelectMany(pod => UnclaimedWires.NamesOf(pod).Select(name => (name, pod)))
        .ToLookup(entry => entry.name, entry => entry.pod, StringComparer.Ordinal));

    private readonly EndpointNames _names = new(view);
    private readonly PodEndRules _ends = new(
        [.. view.EndpointPods.Select(item => (item.Pod, Read: view.LinksOf(item.Pod).Links)).Where(item => item.Read is not null)
            .Select(item => (item.Pod, item.Read!))],
        view.EndpointPods.All(item => view.LinksOf(item.Pod).Links is not null));

    /// <summary>Of a program of others that asks for its wire itself.</summary>
    public const string UnnamedInterface = "the client's own program makes the wire, and does not say under which name";

    public IReadOnlyList<NsmConnection> Merge()
    {
        var unclaimed = new UnclaimedWires(view.ManagedWires);
        var rows = new List<NsmConnection>();
        foreach (var client in view.Clients.Where(client => client.CanAsk))
        {
            rows.AddRange(client.Requests.Select(request => Row(client, request, unclaimed)));
        }

        return [.. rows, .. unclaimed.Left.Select(Leftover)];
    }

    private NsmConnection Row(ClientPod client, WireRequest request, UnclaimedWires unclaimed)
    {
        var (links, problem) = view.LinksOf(client.Pod);
        var own = links?.Find(request.Interface);
        var address = own is null ? null : PodEndRules.Address(own);
        var told = unclaimed.Claim(client.Pod, wire => Fits(wire, client.Pod, request, links, address));
        var row = new NsmConnection
        {
            Cluster = view.Cluster,
            Client = client.Pod.Name(),
            ClientNamespace = client.Pod.Namespace() ?? "",
            ClientNode = client.Pod.NodeName() ?? "",
            ClientInterface = own?.Name ?? request.Interface,
            ClientAddress = address?.ToString() ?? "",
            NetworkService = request.NetworkService,
            State = NsmWireState.Unknown,
            Source = NsmWireSource.Pods,
        };
        row = own is not null ? FromPods(row, client.Pod, links!, own)
            : links is null ? row with { Detail = problem }
            : request.Interface.Length == 0 && !links.InVpp ? row with { Detail = UnnamedInterface }
            : row with { State = NsmWireState.Dead, Detail = $"the pod has no interface {request.Interface}".TrimEnd() };
        if (told is not null)
        {
            return new ToldWire(view, _names, told).Apply(row, isRead: links is not null);
        }

        return row.State == NsmWireState.Up && view.Answers.Answered(row.ClientNode)
            ? row with
            {
                State = NsmWireState.Unknown,
                Detail = "the pods have both ends, but the client's manager does not know the wire: after a restart it may have "
                    + "forgotten a wire that goes on living, or end it; a ping tells"
            }
            : row;
    }

    private NsmConnection FromPods(NsmConnection row, JsonObject pod, PodLinks links, NetworkInterface own)
    {
        var (end, isGone, problem) = _ends.Find(pod, links, own);
        if (end is null)
        {
            var target = links.TargetOf(own)?.ToString();
            row = row with
            {
                EndpointAddress = target ?? "",
                Detail = own.IsUp
                ? problem
                : $"the client's interface has no link; {problem}"
            };
            return row with { State = isGone ? NsmWireState.Dead : own.IsUp ? NsmWireState.Unknown : NsmWireState.Down };
        }

        var isUp = own.IsUp && end.Interface.IsUp;
        return row with
        {
            Endpoint = end.Pod.Name(),
            EndpointName = _names.Of(end.Pod),
            EndpointNode = end.Node ?? "",
            EndpointInterface = end.Interface.Name,
            EndpointAddress = PodEndRules.Address(end.Interface)?.ToString() ?? "",
            Locality = (end.Node ?? "") == row.ClientNode ? NsmLocality.Local : NsmLocality.CrossNode,
            State = isUp ? NsmWireState.Up : NsmWireState.Down,
            Detail = isUp ? "" : own.IsUp ? "the endpoint's interface has no link" : "the client's interface has no link",
        };
    }

    /// <summary>Whether an entry that may be this client's is about this wire. NSM v0.2 never removes the entries of clients that are gone,
    /// so a pod of the same name with another address is another client.</summary>
    private static bool Fits(ManagedWire wire, JsonObject pod, WireRequest request, PodLinks? links, InterfaceAddress? address) =>
        (wire.Client.Length > 0 || (address is not null && wire.ClientNode.Length > 0))
        && (wire.ClientNode.Length == 0 || wire.ClientNode == (pod.NodeName() ?? ""))
        && (wire.ClientInterface.Length == 0 || request.Interface.Length == 0 || wire.ClientInterface == request.Interface)
        && wire.NetworkService == request.NetworkService
        && (address is null ? links is null || wire.ClientInterface.Length > 0 : wire.ClientAddress == address.ToString());

    private NsmConnection Leftover(ManagedWire wire)
    {
        var row = new NsmConnection
        {
            Cluster = view.Cluster,
            Client = wire.Client,
            ClientNode = wire.ClientNode,
            ClientInterface = wire.ClientInterface,
            ClientAddress = wire.ClientAddress,
            NetworkService = wire.NetworkService,
            State = NsmWireState.Unknown,
            Source = NsmWireSource.Managers,
        };

        // A pod may ask for its wires itself, without annotation or added containers: the managers know it anyway.
        var pod = _clientNames.Contains(wire.Client) ? null : PodOf(wire);
        if (pod is not null)
        {
            row = row with { ClientNamespace = pod.Namespace() ?? "", ClientNode = pod.NodeName() ?? "" };
        }

        var told = new ToldWire(view, _names, wire).Apply(row, isRead: false);
        return pod is not null && PodRules.IsLiving(pod)
            ? told
            : told with
            {
                State = NsmWireState.Dead,
                Detail = _clientNames.Contains(wire.Client) ? "an entry of an earlier wire of this client"
                    : pod is null ? "its client is gone"
                    : PodRules.HasEnded(pod) ? "its client has ended"
                    : "its client is being deleted",
            };
    }

    /// <summary>The pod of a client that the managers tell of: one that lives, else one that has ended.</summary>
    private JsonObject? PodOf(ManagedWire wire) => _podsByName.Value[wire.Client]
        .Where(pod => wire.ClientNode.Length == 0 || wire.ClientNode == (pod.NodeName() ?? ""))
        .OrderByDescending(PodRules.IsLiving).FirstOrDefault();
}
