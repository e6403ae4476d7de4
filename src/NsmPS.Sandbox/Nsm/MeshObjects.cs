using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Nsm;

/// <summary>NSM's own objects in the API server.</summary>
internal sealed class MeshObjects(IObjectStore store)
{
    /// <summary>Writes the manager's registration, over that of an earlier one.</summary>
    /// <returns>False when it cannot be written now, such as before its definition is there.</returns>
    public bool TryWriteManager(string space, string node, string url) => Try(() => WriteManager(space, node, url));

    private bool WriteManager(string space, string node, string url)
    {
        if (store.Find(NsmNames.ApiVersion, NsmNames.ManagerKind) is not { } kind)
        {
            return false;
        }

        var spec = new JsonObject { ["url"] = url };
        var status = new JsonObject { ["lastseen"] = store.Wall.GetUtcNow().Stamp(), ["state"] = NsmNames.Running };
        if (store.Get(kind, space, node) is null)
        {
            store.Create(kind, Make(NsmNames.ManagerKind, new JsonObject { ["name"] = node, ["namespace"] = space }, spec, status));
        }
        else
        {
            store.Update(kind, space, node, item =>
            {
                (item["spec"], item["status"]) = (spec, status);
                return item;
            });
        }

        return true;
    }

    /// <summary>The network services by their names.</summary>
    public IReadOnlyDictionary<string, JsonObject> Services(string space) =>
        store.Find(NsmNames.ApiVersion, NsmNames.ServiceKind) is { } kind
        ? store.List(kind, space).ToDictionary(service => service.Name(), StringComparer.Ordinal)
        : new Dictionary<string, JsonObject>();

    /// <summary>Whether an endpoint's registration is there. One that somebody has deleted is not written again.</summary>
    public bool HasEndpoint(string space, string name) =>
        store.Find(NsmNames.ApiVersion, NsmNames.EndpointKind) is { } kind && store.Get(kind, space, name) is not null;

    /// <summary>Writes an endpoint's registration, and its service's when it is the first.</summary>
    /// <returns>The registration's name; null when it cannot be written now: another endpoint writes
    /// the service at the same moment, or definitions are missing.</returns>
    public string? TryWriteEndpoint(string space, string node, string service, IEnumerable<KeyValuePair<string, string>> labels)
    {
        string? name = null;
        return Try(() => (name = WriteEndpoint(space, node, service, labels)) is not null) ? name : null;
    }

    private string? WriteEndpoint(string space, string node, string service, IEnumerable<KeyValuePair<string, string>> labels)
    {
        if (store.Find(NsmNames.ApiVersion, NsmNames.ServiceKind) is not { } services
            || store.Find(NsmNames.ApiVersion, NsmNames.EndpointKind) is not { } endpoints)
        {
            return null;
        }

        if (store.Get(services, space, service) is null)
        {
            store.Create(services, Make(NsmNames.ServiceKind, new JsonObject { ["name"] = service, ["namespace"] = space },
                new JsonObject { ["matches"] = null, ["payload"] = "IP" }, []));
        }

        var all = new JsonObject { [NsmNames.ServiceLabel] = service };
        foreach (var (label, value) in labels)
        {
            all[label] = value;
        }

        return store.Create(endpoints, Make(
            NsmNames.EndpointKind,
            new JsonObject { ["generateName"] = service, ["namespace"] = space, ["labels"] = all },
            new JsonObject { [NsmNames.ServiceLabel] = service, ["nsmname"] = node, ["payload"] = "IP" },
            new JsonObject { ["state"] = NsmNames.Running })).Name();
    }

    public void DeleteEndpoint(string space, string name) => Try(() =>
    {
        var kind = store.Find(NsmNames.ApiVersion, NsmNames.EndpointKind);
        if (kind is not null)
        {
            store.Delete(kind, space, name);
        }

        return kind is not null;
    });

    /// <summary>Sets how many sockets a node offers. Its capacity keeps the last number when it offers none.</summary>
    public void OfferSockets(string node, int count) => Try(() => store.Update(BuiltIn.Nodes, null, node, item =>
    {
        var status = item.Ensure("status");
        status.Ensure("allocatable")[NsmNames.SocketResource] = count.ToString(CultureInfo.InvariantCulture);
        if (count > 0)
        {
            status.Ensure("capacity")[NsmNames.SocketResource] = count.ToString(CultureInfo.InvariantCulture);
        }

        return item;
    }, status: true) is not null);

    /// <summary>How many sockets the pods of a node use.</summary>
    public int UsedSockets(string node) => (int)(store.List(BuiltIn.Pods).Where(pod => pod.Node() == node && !SchedulingRules.HasEnded(pod))
        .Sum(pod => PodResources.Requests(pod).GetValueOrDefault(NsmNames.SocketResource)) / 1000);

    /// <summary>Does something that objects which come and go may prevent; false when they did.</summary>
    public static bool Try(Func<bool> action)
    {
        try
        {
            return action();
        }
        catch (ApiException)
        {
            return false;
        }
    }

    private static JsonObject Make(string kind, JsonObject metadata, JsonObject spec, JsonObject status) => new()
    {
        ["apiVersion"] = NsmNames.ApiVersion,
        ["kind"] = kind,
        ["metadata"] = metadata,
        ["spec"] = spec,
        ["status"] = status,
    };
}
