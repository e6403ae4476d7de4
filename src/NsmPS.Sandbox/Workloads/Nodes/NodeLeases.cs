using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>The leases by which kubelets say that they live. They are renewed when somebody looks: a write for each node every ten seconds
/// would be most of what an idle sandbox does.</summary>
internal sealed class NodeLeases(IObjectStore store, FaultBox faults)
{
    private const string Space = "kube-node-lease";
    private const string RenewTime = "renewTime";
    private const int Duration = 40;

    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(10);

    /// <summary>Gives a node its lease.</summary>
    public void Keep(JsonObject node)
    {
        if (store.Get(BuiltIn.Leases, Space, node.Name()) is null)
        {
            store.Create(BuiltIn.Leases, new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = node.Name(),
                    ["namespace"] = Space,
                    ["ownerReferences"] = new JsonArray(new JsonObject
                    {
                        ["apiVersion"] = BuiltIn.Nodes.ApiVersion,
                        ["kind"] = BuiltIn.Nodes.Kind,
                        ["name"] = node.Name(),
                        ["uid"] = node.Uid(),
                    }),
                },
                ["spec"] = new JsonObject
                {
                    ["holderIdentity"] = node.Name(),
                    ["leaseDurationSeconds"] = Duration,
                    [RenewTime] = Precise(store.Wall.GetUtcNow()),
                },
            });
        }
    }

    /// <summary>Writes down when a kubelet that is down now was heard of last.</summary>
    public void Stop(string node)
    {
        if (store.Get(BuiltIn.Leases, Space, node) is not null)
        {
            store.Update(BuiltIn.Leases, Space, node, Renewed);
        }
    }

    /// <summary>An object as it is now: a lease that its kubelet renews, anything else as it was.</summary>
    public JsonObject Present(ResourceKind kind, JsonObject item) =>
        kind == BuiltIn.Leases && item.Namespace() == Space && !FaultRules.IsDown(faults, item.Name())
            && store.Get(BuiltIn.Nodes, null, item.Name()) is not null
            ? Renewed(item.Clone())
            : item;

    private JsonObject Renewed(JsonObject lease)
    {
        var now = store.Wall.GetUtcNow();
        var begun = ItemReading.Moment(lease.Text("spec", RenewTime)) ?? now;
        var periods = Math.Max(0, Math.Floor((now - begun) / s_period));
        lease.Ensure("spec")[RenewTime] = Precise(begun + (periods * s_period));
        return lease;
    }

    private static string Precise(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
