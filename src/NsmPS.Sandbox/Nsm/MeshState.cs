using System.Collections.Immutable;
using System.Globalization;
using NsmPS.Sandbox.Nsm.CrossConnects;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm;

/// <summary>What the managers and forwarders of all nodes know, by node.</summary>
internal sealed class MeshState(WireTable wires, CrossConnectTable crossConnects)
{
    /// <summary>What a forwarder says where a link of that name is there already.</summary>
    public const string LinkExists = "file exists";

    /// <summary>How many endpoints may pass a wire on.</summary>
    private const int LongestChain = 10;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, NodeState> _nodes = [];
    private ImmutableList<RegisteredEndpoint> _endpoints = [];

    /// <summary>Raised when a manager or a forwarder has come or gone.</summary>
    public event Action? Changed;

    private sealed class NodeState
    {
        public string? Manager { get; set; }

        /// <summary>A node may have several; the one that came last works.</summary>
        public List<string> Forwarders { get; } = [];

        public string? Forwarder => Forwarders.LastOrDefault();
        public bool Served { get; set; }
        public bool HadManager { get; set; }
        public bool HadForwarder { get; set; }
        public bool UrlIsStale { get; set; }
        public int Turn { get; set; }

        /// <summary>Whether its manager knows nothing of the wires there are.</summary>
        public bool HasForgotten { get; set; }
    }

    public WireTable Wires => wires;

    public CrossConnectTable CrossConnects => crossConnects;

    /// <summary>A manager has registered. One of NSM v0.2 that follows another asks the forwarder for the node's wires, tries to repair
    /// them, and breaks them; without a forwarder it learns of none, and they live on. One of NSM v1 heals.</summary>
    public void ManagerUp(string node, string pod, bool urlIsStale, bool heals = false)
    {
        lock (_lock)
        {
            var state = Of(node);
            var isNext = state.HadManager;
            (state.Manager, state.HadManager, state.UrlIsStale, state.Served) = (pod, true, urlIsStale, state.Forwarder is not null);
            if (isNext && !heals && state.Forwarder is not null)
            {
                Break(node);
            }
            else if (isNext && !heals)
            {
                state.HasForgotten = true;
                crossConnects.Break(node);
            }
        }

        Changed?.Invoke();
    }

    public void ManagerDown(string node, string pod)
    {
        lock (_lock)
        {
            if (Of(node).Manager == pod)
            {
                (Of(node).Manager, Of(node).Served) = (null, false);
            }
        }

        Changed?.Invoke();
    }

    /// <summary>A forwarder has registered. One that follows another breaks the node's wires, which lived until now, where the manager
    /// knows of them.</summary>
    public void ForwarderUp(string node, string pod, bool heals = false)
    {
        lock (_lock)
        {
            var state = Of(node);
            var isNext = state.HadForwarder;
            state.Forwarders.Add(pod);
            (state.HadForwarder, state.Served) = (true, state.Manager is not null);
            if (isNext && !heals && !state.HasForgotten)
            {
                Break(node);
            }
        }

        Changed?.Invoke();
    }

    public void ForwarderDown(string node, string pod)
    {
        lock (_lock)
        {
            Of(node).Forwarders.Remove(pod);
        }

        Changed?.Invoke();
    }

    /// <summary>The pod of a node's manager; null when there is none.</summary>
    public string? ManagerOf(string node)
    {
        lock (_lock)
        {
            return Of(node).Manager;
        }
    }

    public bool HasManager(string node) => Read(node, state => state.Manager is not null);

    /// <summary>Whether a forwarder has registered with this manager; that it went later does not count.</summary>
    public bool IsServed(string node, string manager) => Read(node, state => state.Manager == manager && state.Served);

    public bool HasForwarder(string node, string pod) => Read(node, state => state.Forwarders.Contains(pod));

    /// <summary>What is to outlive the process; managers and forwarders register again.</summary>
    public IReadOnlyList<EndpointSnapshot> Endpoints
    {
        get => [.. Volatile.Read(ref _endpoints).Select(EndpointSnapshot.Of)];
        set => Volatile.Write(ref _endpoints, [.. value.Select(endpoint => endpoint.Restore())]);
    }

    /// <summary>The registration of a pod; null when it has none.</summary>
    public RegisteredEndpoint? FindEndpoint(string pod) => Volatile.Read(ref _endpoints).FirstOrDefault(endpoint => endpoint.Pod == pod);

    public void AddEndpoint(RegisteredEndpoint endpoint) => ImmutableInterlocked.Update(ref _endpoints, list => list.Add(endpoint));

    public void RemoveEndpoint(string pod) =>
        ImmutableInterlocked.Update(ref _endpoints, list => list.RemoveAll(endpoint => endpoint.Pod == pod));

    /// <summary>Connects a client with the endpoint whose turn it is at the client's
    /// manager; over others where that one passes on what it gets.</summary>
    /// <param name="client">The client's pod.</param>
    /// <param name="node">The client's node.</param>
    /// <param name="wish">What it asks for.</param>
    /// <param name="withoutWire">Whether to say yes and lay nothing.</param>
    /// <param name="accepts">Whether the network service lets an endpoint serve a wish; null lets all.</param>
    /// <param name="name">The name of the client's pod, as managers of NSM v0.2 tell it; null where managers tell nobody.</param>
    /// <returns>What NSM says when it cannot; null when the wire is there.</returns>
    public string? Connect(string client, string node, WireWish wish, bool withoutWire,
        Func<WireWish, RegisteredEndpoint, bool>? accepts = null, string? name = null)
    {
        lock (_lock)
        {
            var via = new List<string>();
            var (asking, asked) = (node, wish);
            while (true)
            {
                if (Choose(asking, asked, accepts, out var chosen) is { } problem)
                {
                    return problem;
                }

                if (chosen!.Next is not { } next)
                {
                    return Lay(client, node, wish, chosen, via, withoutWire, name);
                }

                via.Add(chosen.Pod);
                (asking, asked) = (chosen.Node, next);
                if (via.Count > LongestChain)
                {
                    return "context deadline exceeded";
                }
            }
        }
    }

    private string? Choose(string node, WireWish wish, Func<WireWish, RegisteredEndpoint, bool>? accepts, out RegisteredEndpoint? chosen)
    {
        chosen = null;
        var state = Of(node);
        if (state.Manager is null)
        {
            return "dial unix /var/lib/networkservicemesh/nsm.server.io.sock: connect: connection refused";
        }

        RegisteredEndpoint[] all = [.. _endpoints.Where(endpoint => endpoint.Service == wish.Service)
            .OrderBy(endpoint => endpoint.Name, StringComparer.Ordinal)];
        RegisteredEndpoint[] endpoints = [.. all.Where(endpoint => accepts?.Invoke(wish, endpoint) ?? true)];
        if (endpoints.Length == 0)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"failed to find NSE for NetworkService {wish.Service}. Checked: {all.Length} of total "
                + $"NSEs: {all.Length}");
        }

        if (state.Forwarder is null)
        {
            return "no appropriate forwarders found";
        }

        var first = state.Turn++;
        chosen = Enumerable.Range(0, endpoints.Length).Select(step => endpoints[(first + step) % endpoints.Length])
            .FirstOrDefault(endpoint => CanReach(node, endpoint));
        return chosen is null ? "dial tcp 192.0.2.1:5001: i/o timeout" : null;
    }

    private bool CanReach(string node, RegisteredEndpoint endpoint) =>
        endpoint.Node == node || (Of(endpoint.Node) is { Manager: not null, Forwarder: not null, UrlIsStale: false });

    private string? Lay(string client, string node, WireWish wish, RegisteredEndpoint endpoint, IReadOnlyList<string> via, bool withoutWire,
        string? name)
    {
        if (endpoint.Blocks.Next() is not { } addresses)
        {
            return "unable to allocate a prefix: the pool is empty";
        }

        if (wires.Leftovers(node).Concat(wires.Leftovers(endpoint.Node)).Contains(wish.Interface))
        {
            return LinkExists;
        }

        if (!withoutWire)
        {
            Of(node).HasForgotten = Of(endpoint.Node).HasForgotten = false;
            var wire = wires.Add(client, node, wish.Interface, endpoint.Pod, endpoint.Node, addresses, endpoint.Blocks.IsPairs, via);
            if (name is not null)
            {
                crossConnects.Add(wire, name, wish, endpoint);
            }
        }

        return null;
    }

    private void Break(string node)
    {
        wires.Break(node);
        crossConnects.Break(node);
    }

    private bool Read(string node, Func<NodeState, bool> question)
    {
        lock (_lock)
        {
            return question(Of(node));
        }
    }

    private NodeState Of(string node)
    {
        if (!_nodes.TryGetValue(node, out var state))
        {
            _nodes[node] = state = new NodeState();
        }

        return state;
    }
}
