using System.Collections.Concurrent;
using System.Net;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>
/// Makes and keeps the wires of a node. A client asks for its wire again and again; one that is no longer good is closed and recreated, to
/// whichever endpoint takes it. That is all the healing there is.
/// </summary>
internal sealed class V1Connector(Registrants registrants, string host) : IDisposable
{
    private const int LargestVni = 1 << 24;
    private static readonly TimeSpan s_forgotten = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, LiveWire> _wires = new();
    private readonly ConcurrentDictionary<string, int> _turns = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);

    /// <summary>The wire of a client: the one that it has, or a new one.</summary>
    /// <param name="wish">What it wants, and the wire that it had, if any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="LabException">No endpoint takes it.</exception>
    public async Task<Wire> RequestAsync(Wire wish, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            // The container that stays takes over what the init container has made.
            var had = wish.Id.Length > 0 ? wish : Known(wish) ?? wish;
            if (had.ClientPod == wish.ClientPod && await TryKeepAsync(had, cancellationToken))
            {
                return had;
            }

            if (had.Id.Length > 0)
            {
                Log.Info($"wire {had.Id} of {had.ClientPod} is broken");
                await CloseAsync(had, cancellationToken);
            }

            return await MakeAsync(wish, cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <summary>The endpoint's half of a wire that another node's manager asks for.</summary>
    public async Task<Wire> AcceptAsync(Wire theirs, CancellationToken cancellationToken)
    {
        var forwarder = registrants.Forwarder;
        var endpoint = registrants.Endpoint(theirs.EndpointName);
        var wire = await AllocateAsync(endpoint, theirs, cancellationToken) with
        {
            Kind = WireKind.EndpointSide,
            LocalIp = forwarder.Registration.Host!,
            RemoteIp = theirs.LocalIp,
            Vni = Random.Shared.Next(1, LargestVni),
        };
        await ConnectAsync(wire, forwarder, endpoint, cancellationToken);
        return wire;
    }

    /// <summary>Whether this node's half of a wire is good; it is forgotten when nobody asks for long.</summary>
    public bool Check(string id)
    {
        if (!_wires.TryGetValue(id, out var live) || !live.IsGood)
        {
            return false;
        }

        _wires.TryUpdate(id, live with { Seen = TimeProvider.System.GetUtcNow() }, live);
        return true;
    }

    /// <summary>Takes a wire back: this node's half, and where the client is here, the other.</summary>
    public async Task CloseAsync(Wire wire, CancellationToken cancellationToken)
    {
        _wires.TryRemove(wire.Id, out var live);
        if (live?.Endpoint is { IsGone: false } endpoint)
        {
            await TryAsync("release", () => endpoint.AskAsync(new Message { Method = V1Names.Release, Name = wire.Id }, cancellationToken));
        }

        await TryAsync("delete", () =>
            registrants.Forwarder.AskAsync(new Message { Method = V1Names.Delete, Wire = wire }, cancellationToken));
        if (wire.Kind == WireKind.ClientSide)
        {
            await TryAsync("close", () => AskPeerAsync(wire, V1Names.Close, cancellationToken));
        }
    }

    /// <summary>Closes wires whose clients are gone without a word.</summary>
    public async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var oldest = TimeProvider.System.GetUtcNow() - s_forgotten;
        foreach (var live in _wires.Values.Where(live => live.Seen < oldest))
        {
            Log.Info($"wire {live.Wire.Id} of {live.Wire.ClientPod} has expired");
            await CloseAsync(live.Wire, cancellationToken);
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static Task<Message> AskPeerAsync(Wire wire, string method, CancellationToken cancellationToken)
    {
        // Of a wire of two nodes each sees its own half.
        var theirs = wire with { Kind = WireKind.EndpointSide };
        return LineConnection.CallAsync(new IPEndPoint(IPAddress.Parse(wire.PeerHost), V1Names.ManagerPort),
            new Message { Method = method, Wire = theirs }, s_limit, cancellationToken);
    }

    private static async Task<Wire> AllocateAsync(Registrant endpoint, Wire wire, CancellationToken cancellationToken)
    {
        var answer = await endpoint.AskAsync(new Message { Method = V1Names.Allocate, Name = wire.Id }, cancellationToken);
        return wire with
        {
            EndpointPod = endpoint.Registration.Pod!,
            EndpointNetNs = endpoint.Registration.NetNs!,
            EndpointInterface = "nsm" + new string(Random.Shared.GetItems<char>("abcdefghijklmnopqrstuvwxyz0123456789", 9)),
            ClientAddress = answer.ClientAddress!,
            EndpointAddress = answer.EndpointAddress!,
        };
    }

    private Wire? Known(Wire wish) =>
        _wires.Values.Select(static live => live.Wire)
            .FirstOrDefault(wire => wire.Kind != WireKind.EndpointSide && wire.ClientNetNs == wish.ClientNetNs
                && wire.ClientInterface == wish.ClientInterface);

    private async Task<bool> TryKeepAsync(Wire wire, CancellationToken cancellationToken)
    {
        if (wire.Id.Length == 0 || !Check(wire.Id))
        {
            return false;
        }

        return wire.Kind != WireKind.ClientSide || await TryAsync("check", () => AskPeerAsync(wire, V1Names.Check, cancellationToken));
    }

    private async Task<Wire> MakeAsync(Wire wish, CancellationToken cancellationToken)
    {
        var candidates = await RegistryV1Client.FindAsync(wish.Service, cancellationToken);
        var turn = _turns.AddOrUpdate(wish.Service, 0, static (_, last) => last + 1);
        var problem = "no endpoint is registered";
        for (var index = 0; index < candidates.Count; index++)
        {
            var candidate = candidates[(turn + index) % candidates.Count];
            try
            {
                return await MakeAsync(wish, candidate, cancellationToken);
            }
            catch (LabException e)
            {
                problem = $"{candidate.Name}: {e.Message}";
                Log.Error($"{wish.ClientPod}: {problem}");
            }
        }

        throw new LabException($"all candidates of {wish.Service} have failed: {problem}");
    }

    private async Task<Wire> MakeAsync(Wire wish, EndpointEntry candidate, CancellationToken cancellationToken)
    {
        var forwarder = registrants.Forwarder;
        var wire = wish with
        {
            Id = Guid.NewGuid().ToString("N"),
            EndpointName = candidate.Name,
            LocalIp = forwarder.Registration.Host!,
            PeerHost = candidate.ManagerHost,
            Kind = candidate.ManagerHost == host ? WireKind.Local : WireKind.ClientSide,
        };
        if (wire.Kind == WireKind.Local)
        {
            var endpoint = registrants.Endpoint(candidate.Name);
            wire = await AllocateAsync(endpoint, wire, cancellationToken);
            await ConnectAsync(wire, forwarder, endpoint, cancellationToken);
            return wire;
        }

        var answer = await AskPeerAsync(wire, V1Names.Accept, cancellationToken);
        var theirs = answer.Wire ?? throw new LabException("no wire in the answer");
        wire = theirs with { Kind = WireKind.ClientSide, LocalIp = theirs.RemoteIp, RemoteIp = theirs.LocalIp };
        await ConnectAsync(wire, forwarder, null, cancellationToken);
        return wire;
    }

    private async Task ConnectAsync(Wire wire, Registrant forwarder, Registrant? endpoint, CancellationToken cancellationToken)
    {
        _wires[wire.Id] = new LiveWire(wire, forwarder, endpoint, TimeProvider.System.GetUtcNow());
        try
        {
            await forwarder.AskAsync(new Message { Method = V1Names.Connect, Wire = wire }, cancellationToken);
        }
        catch (LabException)
        {
            await CloseAsync(wire, cancellationToken);
            throw;
        }
    }

    private static async Task<bool> TryAsync(string what, Func<Task> action)
    {
        try
        {
            await action();
            return true;
        }
        catch (LabException e)
        {
            Log.Info($"{what}: {e.Message}");
            return false;
        }
    }
}
