using System.Collections.Concurrent;
using System.Net;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>Makes wires: for clients of this node, and the endpoint's half for clients of other nodes.</summary>
internal sealed class Connector(EndpointTable endpoints, WireTable wires, ForwarderLink forwarder, RegistryClient registry)
{
    private const int LargestVni = 1 << 24;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, int> _turns = new();

    /// <summary>Connects a client to the service's next endpoint in turn.</summary>
    /// <exception cref="LabException">It failed. The real manager tries for a while before
    /// it says so; each try costs a block of addresses.</exception>
    public async Task<Wire> ConnectAsync(Wire wish, CancellationToken cancellationToken)
    {
        var candidates = await FindAsync(wish.Service, wish.Labels, cancellationToken);
        if (candidates.Count == 0)
        {
            throw new LabException($"failed to find NSE for NetworkService {wish.Service}. Checked: 0 of total NSEs: 0");
        }

        var turn = _turns.AddOrUpdate(wish.Service, 0, static (_, t) => t + 1);
        var chosen = candidates[turn % candidates.Count];
        try
        {
            return await MakeAsync(wish, chosen, cancellationToken);
        }
        catch (LabException e)
        {
            Log.Error($"endpoint {chosen.Name} on {chosen.Node}: {e.Message}");
            await Task.Delay(s_patience, cancellationToken);
            throw;
        }
    }

    /// <summary>Makes a wire again, to the same endpoint, wherever its manager is now.</summary>
    public async Task MakeAgainAsync(Wire wire, CancellationToken cancellationToken)
    {
        var endpoint = (await FindAsync(wire.Service, wire.Labels, cancellationToken)).Find(e => e.Name == wire.EndpointName);
        await MakeAsync(wire, endpoint ?? throw new LabException($"endpoint {wire.EndpointName} is gone"), cancellationToken);
    }

    /// <summary>The endpoint's half of a wire that another node's manager asks for.</summary>
    public async Task<Wire> AcceptAsync(Wire theirs, CancellationToken cancellationToken)
    {
        var wire = await endpoints.AssignAsync(theirs, cancellationToken);
        wire = wire with
        {
            Id = wires.NextId(),
            PeerId = theirs.Id,
            PeerHost = theirs.PeerHost,
            Kind = WireKind.EndpointSide,
            LocalIp = forwarder.SourceIp,
            RemoteIp = theirs.LocalIp,
            Vni = Random.Shared.Next(1, LargestVni),
        };
        await forwarder.AskAsync("connect", wire, cancellationToken);
        wires.Add(wire);
        return wire;
    }

    /// <summary>Takes back the endpoint's half when the client's half failed.</summary>
    public async Task WithdrawAsync(string id, CancellationToken cancellationToken)
    {
        if (wires.All().FirstOrDefault(w => w.Id == id) is { } wire)
        {
            wires.Remove(wire);
            await forwarder.AskAsync("delete", wire, cancellationToken);
        }
    }

    public static IPEndPoint Peer(string host) => new(IPAddress.Parse(host), Paths.PeerPort);

    private static async Task<List<EndpointEntry>> FindAsync(string service, IReadOnlyDictionary<string, string> labels,
        CancellationToken cancellationToken) =>
        (await RegistryClient.AskAsync(new Message { Method = "find", Service = service, Labels = new(labels) },
            cancellationToken)).Endpoints ?? [];

    private async Task<Wire> MakeAsync(Wire wish, EndpointEntry endpoint, CancellationToken cancellationToken)
    {
        var node = await registry.NodeAsync(cancellationToken);
        var wire = wish with
        {
            Id = wires.NextId(),
            Kind = endpoint.Node == node ? WireKind.Local : WireKind.ClientSide,
            ClientNode = node,
            EndpointName = endpoint.Name,
            EndpointNode = endpoint.Node,
            PeerHost = endpoint.Node == node ? string.Empty : endpoint.ManagerHost,
            PeerId = string.Empty,
            LocalIp = forwarder.SourceIp,
        };
        var whole = wire.Kind == WireKind.Local ? await LocalAsync(wire, cancellationToken) : await RemoteAsync(wire, cancellationToken);
        wires.Add(whole);
        return whole;
    }

    private async Task<Wire> LocalAsync(Wire wire, CancellationToken cancellationToken)
    {
        var whole = await endpoints.AssignAsync(wire, cancellationToken);
        await forwarder.AskAsync("connect", whole, cancellationToken);
        return whole;
    }

    private async Task<Wire> RemoteAsync(Wire wire, CancellationToken cancellationToken)
    {
        var asked = wire with { PeerHost = Pod.Address() };
        var answer = await LineConnection.CallAsync(Peer(wire.PeerHost), new Message { Method = "accept", Wire = asked },
            cancellationToken);
        var theirs = answer.Wire ?? throw new LabException("no wire in the answer");
        var whole = wire with
        {
            PeerId = theirs.Id,
            RemoteIp = theirs.LocalIp,
            Vni = theirs.Vni,
            ClientAddress = theirs.ClientAddress,
            EndpointAddress = theirs.EndpointAddress,
            EndpointPod = theirs.EndpointPod,
        };
        try
        {
            await forwarder.AskAsync("connect", whole, cancellationToken);
            return whole;
        }
        catch (LabException)
        {
            await LineConnection.CallAsync(Peer(wire.PeerHost), new Message { Method = "withdraw", Name = theirs.Id }, cancellationToken);
            throw;
        }
    }
}
