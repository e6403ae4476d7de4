using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Puts the authority of the API server into every namespace.</summary>
internal sealed class RootCertificatePublisher(IObjectStore store, string authority)
{
    private const string Name = "kube-root-ca.crt";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public Task RunAsync(CancellationToken token) =>
        new ReconcileLoop(store, s_pause, ReconcileLoop.Longest, Reconcile, BuiltIn.Namespaces).RunAsync(token);

    private void Reconcile()
    {
        ReconcileLoop.ForEach(store.List(BuiltIn.Namespaces)
            .Where(space => !space.IsTerminating() && store.Get(BuiltIn.ConfigMaps, space.Name(), Name) is null), space =>
        {
            store.Create(BuiltIn.ConfigMaps, new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = Name, ["namespace"] = space.Name() },
                ["data"] = new JsonObject { ["ca.crt"] = authority },
            });
        });
    }
}
