using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>Gives new pods what every cluster gives them, a service account among it, and
/// refuses those whose account does not exist.</summary>
internal sealed class PodAccounts(IObjectStore store)
{
    private const string Default = "default";
    private const string NoExecute = "NoExecute";

    private static readonly string[] s_waited = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public void Admit(ResourceKind kind, JsonObject item)
    {
        if (kind != BuiltIn.Pods)
        {
            return;
        }

        var spec = item.Ensure("spec");
        var account = spec.Text("serviceAccountName") ?? Default;
        (spec["serviceAccountName"], spec["serviceAccount"]) = (account, account);

        spec.Default("priority", 0);
        spec.Default("preemptionPolicy", "PreemptLowerPriority");
        JsonObject[] tolerations = [.. spec.Items("tolerations").Select(toleration => toleration.Clone())];
        spec["tolerations"] = new JsonArray(
        [
            .. tolerations,
            .. from key in s_waited
               where !tolerations.Any(toleration =>
                   (toleration.Text("key") ?? key) == key && toleration.Text("effect") is null or NoExecute)
               select new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = NoExecute, ["tolerationSeconds"] = 300 },
        ]);

        // The default account comes a moment after its namespace; pods created in that moment are not refused.
        if (account != Default && store.Get(BuiltIn.ServiceAccounts, item.Space(), account) is null)
        {
            throw ApiException.Forbidden(kind, item.Name(),
                $"error looking up service account {item.Space()}/{account}: serviceaccount \"{account}\" not found");
        }
    }
}
