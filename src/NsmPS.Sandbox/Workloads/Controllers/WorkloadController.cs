using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Creates the pods of workloads, and keeps the workloads' status.</summary>
internal sealed class WorkloadController(IObjectStore store)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Action[] _parts =
    [
        new DeploymentReconciler(store).Reconcile,
        new ReplicaSetReconciler(store).Reconcile,
        new DaemonSetReconciler(store).Reconcile,
        new StatefulSetReconciler(store).Reconcile,
        new JobReconciler(store).Reconcile,
    ];

    /// <summary>The kinds of workloads, and the kinds that may keep a pod from being created.</summary>
    private static readonly ResourceKind[] s_kinds =
    [
        BuiltIn.Deployments, BuiltIn.ReplicaSets, BuiltIn.DaemonSets, BuiltIn.StatefulSets, BuiltIn.Jobs, BuiltIn.Pods, BuiltIn.Nodes,
        BuiltIn.MutatingWebhookConfigurations, BuiltIn.ValidatingWebhookConfigurations, BuiltIn.Services, BuiltIn.Secrets,
        BuiltIn.ServiceAccounts, BuiltIn.Namespaces,
    ];

    public Task RunAsync(CancellationToken token) =>
        new ReconcileLoop(store, s_pause, ReconcileLoop.Longest, Reconcile, s_kinds).RunAsync(token);

    private void Reconcile()
    {
        foreach (var part in _parts)
        {
            part();
        }
    }
}
