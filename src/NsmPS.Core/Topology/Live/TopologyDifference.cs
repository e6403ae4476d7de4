namespace NsmPS.Topology.Live;

/// <summary>Finds what has changed between two looks at a topology. Pure.</summary>
internal static class TopologyDifference
{
    /// <summary>The changes, in the order of nodes, endpoints, clients and wires; those of one kind by name.</summary>
    public static IReadOnlyList<TopologyChange> Find(NsmTopology before, NsmTopology after)
    {
        var at = after.ObservedAt;
        return
        [
            .. Of(TopologyChangeKind.Node, at, before.Nodes, after.Nodes, node => node, _ => "", _ => "", _ => false),
            .. Of(TopologyChangeKind.Endpoint, at, before.Endpoints, after.Endpoints, endpoint => $"{endpoint.Namespace}/{endpoint.Name}",
                endpoint => endpoint.Orphan ? "orphan" : endpoint.State, endpoint => endpoint.Detail, endpoint => endpoint.Orphan),
            .. Of(TopologyChangeKind.Client, at, before.Clients, after.Clients, client => $"{client.Namespace}/{client.Name}",
                client => $"{client.State}", client => client.Reason,
                client => client.State is NsmState.Failed or NsmState.NotInjected or NsmState.NoWire),
            .. Of(TopologyChangeKind.Wire, at, before.Wires, after.Wires, Name, State, wire => wire.Detail,
                wire => wire.State is NsmWireState.Down or NsmWireState.Dead, Says),
        ];
    }

    private static string Name(NsmConnection wire) =>
        $"{wire.ClientNamespace}/{wire.Client} {(wire.ClientInterface.Length > 0 ? wire.ClientInterface : wire.NetworkService)}".Trim();

    // A wire that moves to another endpoint is news although both are up.
    private static string State(NsmConnection wire) => End(wire).Length > 0 ? $"{wire.State}, {End(wire)}" : $"{wire.State}";

    private static string End(NsmConnection wire) => wire.Endpoint.Length > 0 ? wire.Endpoint : wire.EndpointName;

    private static string Says(NsmConnection was, NsmConnection now) =>
        End(was) == End(now) ? $"{was.State} → {now.State}" : $"{State(was)} → {State(now)}";

    private static IEnumerable<TopologyChange> Of<T>(
        TopologyChangeKind kind, DateTimeOffset at, IEnumerable<T> before, IEnumerable<T> after, Func<T, string> name,
        Func<T, string> state,
        Func<T, string> detail, Func<T, bool> isBad, Func<T, T, string>? says = null)
    {
        var old = ByName(before, name);
        var now = ByName(after, name);
        foreach (var key in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            var (was, isNow) = (old.GetValueOrDefault(key), now.GetValueOrDefault(key));
            if (isNow is null)
            {
                yield return new TopologyChange(at, kind, key, "gone", "", IsBad: false);
            }
            else if (was is null)
            {
                yield return new TopologyChange(at, kind, key, $"new{(state(isNow).Length > 0 ? $": {state(isNow)}" : "")}", detail(isNow),
                    isBad(isNow));
            }
            else if (state(was) != state(isNow))
            {
                yield return new TopologyChange(at, kind, key, says?.Invoke(was, isNow) ?? $"{state(was)} → {state(isNow)}",
                    detail(isNow), isBad(isNow));
            }
        }
    }

    // Two wires of one name, as a client that is gone may have, count as one: the later look decides.
    private static Dictionary<string, T> ByName<T>(IEnumerable<T> items, Func<T, string> name)
    {
        var named = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            named[name(item)] = item;
        }

        return named;
    }
}
