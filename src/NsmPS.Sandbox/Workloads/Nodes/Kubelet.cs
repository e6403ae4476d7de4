using System.Text.Json.Nodes;
using NsmPS.Sandbox.Fields;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>Brings pods that have a node to life, and to their end. One for all nodes.</summary>
internal sealed class Kubelet(KubeletParts parts)
{
    private readonly Dictionary<string, (PodWorker Worker, Task Work)> _workers = [];
    private volatile Task? _failed;

    public async Task RunAsync(CancellationToken token)
    {
        foreach (var address in parts.Store.List(BuiltIn.Pods).Select(pod => pod.Text("status", "podIP")).OfType<string>())
        {
            parts.Addresses.Keep(address);
        }

        try
        {
            await foreach (var change in parts.Store.WatchAsync(kind => kind == BuiltIn.Pods, token))
            {
                await HandleAsync(change, token);
            }
        }
        finally
        {
            await Task.WhenAll(_workers.Values.Select(entry => entry.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (worker, _) in _workers.Values)
            {
                worker.Dispose();
            }
        }
    }

    private async Task HandleAsync(Change change, CancellationToken token)
    {
        if (_failed is { } failed)
        {
            await failed;
        }

        var uid = change.Object.Uid() ?? "";
        if (change.Type == ChangeType.Deleted)
        {
            if (_workers.Remove(uid, out var gone))
            {
                await gone.Worker.VanishAsync();
                await gone.Work;
                gone.Worker.Dispose();
            }
            else
            {
                // It went before a worker took it up, as may happen after a restart with a state file.
                parts.Programs.Forget(change.Object);
            }
        }
        else if (change.Object.Node() is null)
        {
            EndUnstarted(change.Object);
        }
        else if (KubeletRestart.HasRejected(change.Object))
        {
            if (_workers.TryGetValue(uid, out var rejected))
            {
                await rejected.Worker.VanishAsync();
            }
        }
        else if (!_workers.TryGetValue(uid, out var entry))
        {
            var worker = new PodWorker(parts, Lean(change.Object));
            var work = Task.Run(() => worker.RunAsync(token), CancellationToken.None);
            _workers[uid] = (worker, work);
            _ = work.ContinueWith(ended => _failed = ended, token, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            if (change.Object.IsTerminating())
            {
                await worker.EndAsync(change.Object);
            }
        }
        else if (change.Object.IsTerminating())
        {
            await entry.Worker.EndAsync(change.Object);
        }
        else if (change.Object.Items("spec", PodRecord.EphemeralField).Count()
            > change.Object.Items("status", PodRecord.EphemeralStatusField).Count())
        {
            parts.Signals.Raise(uid);
        }
    }

    /// <summary>The part of a pod that its node needs. managedFields are nearly half of a pod, and nothing here reads them.</summary>
    private static JsonObject Lean(JsonObject pod)
    {
        var lean = pod.Clone();
        lean.Metadata().Remove(FieldOwners.ManagedFields);
        return lean;
    }

    /// <summary>Nothing runs of a pod without a node.</summary>
    private void EndUnstarted(JsonObject pod)
    {
        if (pod.IsTerminating())
        {
            ApiException.Overlook(() => parts.Store.Delete(BuiltIn.Pods, pod.Space(), pod.Name(), graceSeconds: 0));
        }
    }
}
