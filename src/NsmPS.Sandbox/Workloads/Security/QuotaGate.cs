using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Scheduling;

namespace NsmPS.Sandbox.Workloads.Security;

/// <summary>Refuses pods that a ResourceQuota of their namespace has no room for, or that do not say what it counts. Of what quotas can
/// limit it knows pods, CPU and memory; it writes no status.</summary>
internal sealed class QuotaGate(IObjectStore store) : IAdmission
{
    public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
    {
        if (kind != BuiltIn.Pods || before is not null)
        {
            return;
        }

        foreach (var quota in store.List(BuiltIn.ResourceQuotas, item.Space()))
        {
            var hard = (quota.At("spec", "hard") as JsonObject ?? []).Where(entry => IsKnown(entry.Key)).ToArray();
            string[] silent = [.. hard.Select(entry => entry.Key).Where(name => !Says(item, name)).Order(StringComparer.Ordinal)];
            if (silent.Length > 0)
            {
                throw ApiException.Forbidden(kind, item.Name(), $"failed quota: {quota.Name()}: must specify {string.Join(",", silent)}");
            }

            JsonObject[] there = [.. store.List(BuiltIn.Pods, item.Space()).Where(pod => !SchedulingRules.HasEnded(pod))];
            foreach (var (name, value) in hard)
            {
                if (there.Append(item).Sum(pod => Amount(pod, name)) > Quantity.Parse(value.Text()))
                {
                    throw ApiException.Forbidden(kind, item.Name(),
                        $"exceeded quota: {quota.Name()}, requested: {name}={Amount(item, name)}, "
                            + $"used: {name}={there.Sum(pod => Amount(pod, name))}, limited: {name}={value.Text()}");
                }
            }
        }
    }

    private static bool IsKnown(string name) =>
        name is "pods" or "requests.cpu" or "requests.memory" or "limits.cpu" or "limits.memory";

    private static bool Says(JsonObject pod, string name) =>
        name == "pods" || pod.Items("spec", "containers").All(container => Value(container, name) is not null);

    private static decimal Amount(JsonObject pod, string name) =>
        name == "pods" ? 1 : pod.Items("spec", "containers").Sum(container => Value(container, name) ?? 0);

    private static decimal? Value(JsonObject container, string name) =>
        Quantity.Parse(container.Text(["resources", .. name.Split('.')]))
        ?? Quantity.Parse(container.Text("resources", "limits", name.Split('.')[1]));
}
