using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>How many pods each ReplicaSet of a Deployment should have at this moment.</summary>
internal static class RolloutRules
{
    /// <summary>One ReplicaSet: how many pods it is told to have, has (those that are ending count), and has available.</summary>
    internal sealed record Set(string Name, bool IsNew, int Wanted, int Existing, int Available);

    /// <returns>The number for each set by name; sets that stay as they are included.</returns>
    public static IReadOnlyDictionary<string, int> Plan(JsonObject deployment, IReadOnlyList<Set> sets)
    {
        var replicas = Replicas(deployment);
        var current = sets.Single(set => set.IsNew);
        Set[] old = [.. sets.Where(set => !set.IsNew)];
        var plan = sets.ToDictionary(set => set.Name, set => set.Wanted);
        if (deployment.Text("spec", "strategy", "type") == "Recreate")
        {
            foreach (var set in old)
            {
                plan[set.Name] = 0;
            }

            plan[current.Name] = old.Any(set => set.Existing > 0) ? current.Wanted : replicas;
            return plan;
        }

        var surge = Share(deployment.At("spec", "strategy", "rollingUpdate", "maxSurge"), replicas, up: true);
        var unavailable = Share(deployment.At("spec", "strategy", "rollingUpdate", "maxUnavailable"), replicas, up: false);
        if (surge == 0 && unavailable == 0)
        {
            unavailable = 1;
        }

        var room = replicas + surge - old.Sum(set => set.Wanted) - current.Wanted;
        plan[current.Name] = Math.Min(replicas, current.Wanted + Math.Max(0, room));
        var minimum = replicas - unavailable;
        var spare = sets.Sum(set => set.Wanted) - minimum - (current.Wanted - current.Available);
        // Pods that are not ready go first.
        ScaleDown(plan, old, Math.Max(0, spare), set => Math.Max(0, Math.Min(set.Wanted, set.Existing) - set.Available));
        ScaleDown(plan, old, Math.Max(0, sets.Sum(set => set.Available) - minimum), set => plan[set.Name]);
        return plan;
    }

    public static int Replicas(JsonObject workload) =>
        workload.At("spec", "replicas") is null ? 1 : (int)Math.Clamp(workload.Amount("spec", "replicas"), 0, 10_000);

    /// <summary>A number, or a percentage of the replicas, rounded up or down.</summary>
    public static int Share(JsonNode? value, int replicas, bool up)
    {
        var text = value.Text() ?? "25%";
        if (!text.EndsWith('%'))
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        }

        var part = int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var percent)
            ? replicas * percent / 100.0
            : 0;
        return (int)(up ? Math.Ceiling(part) : Math.Floor(part));
    }

    /// <summary>Takes pods from old sets, at most as many in all as can be spared, and of each as many as are offered.</summary>
    private static void ScaleDown(Dictionary<string, int> plan, Set[] old, int spare, Func<Set, int> offered)
    {
        foreach (var set in old)
        {
            var less = Math.Min(spare, Math.Min(plan[set.Name], offered(set)));
            plan[set.Name] -= less;
            spare -= less;
        }
    }
}
