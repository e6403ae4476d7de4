using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Gives new pods a service account, and refuses those whose account does not exist.</summary>
internal sealed class PodAccounts(IObjectStore store)
{
    private const string Default = "default";

    /// <exception cref="ApiException">Forbidden.</exception>
    public void Admit(ResourceKind kind, JsonObject item)
    {
        if (kind != BuiltIn.Pods)
        {
            return;
        }

        var spec = item.Child("spec");
        var account = spec.Text("serviceAccountName") ?? Default;
        (spec["serviceAccountName"], spec["serviceAccount"]) = (account, account);

        // The default account comes a moment after its namespace; nobody needs to see that moment.
        if (account != Default && store.Get(BuiltIn.ServiceAccounts, item.Space(), account) is null)
        {
            throw ApiException.Forbidden(kind, item.Name(), $"error looking up service account {item.Space()}/{account}: serviceaccount \"{account}\" not found");
        }
    }
}
