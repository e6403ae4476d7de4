using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Runs a Job's pods until enough have succeeded or too many have failed.</summary>
internal sealed class JobReconciler(IObjectStore store)
{
    private const string Source = "job-controller";
    private readonly PodSets _pods = new(store);

    public void Reconcile()
    {
        ReconcileLoop.ForEach(store.List(BuiltIn.Jobs)
            .Where(job => !job.IsTerminating() && !job.HasCondition("Complete") && !job.HasCondition("Failed")), job =>
        {
            var pods = _pods.Of(job);
            var succeeded = pods.Count(pod => pod.Text("status", "phase") == PodPhases.Succeeded);
            var failed = pods.Count(pod => pod.Text("status", "phase") == PodPhases.Failed);
            var active = pods.Count(PodSets.IsActive);
            var completions = job.NumberOrNull("spec", "completions") ?? 1;
            var done = succeeded >= completions;
            var hopeless = failed > (job.NumberOrNull("spec", "backoffLimit") ?? 6);
            var room = Math.Min(job.NumberOrNull("spec", "parallelism") ?? 1, completions - succeeded) - active;
            for (; !done && !hopeless && room > 0; room--, active++)
            {
                _pods.TryCreate(job, PodTemplates.Create(job, null, ("job-name", job.Name()), ("controller-uid", job.Uid() ?? "")), Source);
            }

            Report(job, active, succeeded, failed, done, hopeless);
        });
    }

    private void Report(JsonObject job, int active, int succeeded, int failed, bool done, bool hopeless)
    {
        var now = store.Wall.GetUtcNow().Stamp();
        var status = new JsonObject { ["startTime"] = job.Text("status", "startTime") ?? now };
        foreach (var (name, count) in ((string, int)[])[("active", active), ("succeeded", succeeded), ("failed", failed)])
        {
            if (count > 0)
            {
                status[name] = count;
            }
        }

        if (done)
        {
            status["completionTime"] = now;
            Conditions.Set(status, Conditions.Make(null, "Complete", true, now, null, null));
        }
        else if (hopeless)
        {
            Conditions.Set(status,
                Conditions.Make(null, "Failed", true, now, "BackoffLimitExceeded", "Job has reached the specified backoff limit"));
        }

        if (!JsonNode.DeepEquals(status, job["status"]))
        {
            store.Update(BuiltIn.Jobs, job.Space(), job.Name(), item =>
            {
                item["status"] = status;
                return item;
            }, status: true);
        }
    }
}
