using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Checks;

/// <summary>The accounts that NSM runs under, and what they may do.</summary>
internal static class AccessChecks
{
    private const string Any = "*";
    private const string FailedCreate = "FailedCreate";
    private const string MissingAccount = "serviceaccount \"";

    /// <summary>What a manager does on the cluster: group, resource, verb.</summary>
    private static readonly (string Group, string Resource, string Verb)[] s_needed =
    [
        (KubeNames.NsmGroup, "networkservices", "create"), (KubeNames.NsmGroup, "networkserviceendpoints", "create"), (KubeNames.NsmGroup, "networkserviceendpoints", "delete"),
        (KubeNames.NsmGroup, "networkservicemanagers", "update"), ("", "nodes", "list"), ("", "services", "watch"), ("", "configmaps", "get"),
    ];

    public static IReadOnlyList<Check> All { get; } =
    [
        new("ManagerRights", NsmCheckCategory.Mesh, "The managers may do what they must.", Rights)
        {
            Needs = [KnownTypes.ClusterRoles, KnownTypes.ClusterRoleBindings, KnownTypes.ServiceAccounts],
        },
        new("ServiceAccounts", NsmCheckCategory.Mesh, "Every service account that a workload of NSM names exists.", Accounts)
        {
            Needs = [KnownTypes.ServiceAccounts, KnownTypes.DaemonSets, KnownTypes.Deployments, KnownTypes.Events],
        },
    ];

    private static IEnumerable<Finding> Rights(CheckFacts facts)
    {
        var target = $"ServiceAccount/{facts.Namespace}/{KubeNames.ManagerAccount}";
        var roles = facts.Of(KnownTypes.ClusterRoleBindings)
            .Where(binding => binding.Items("subjects").Any(subject => subject.Text("kind") == "ServiceAccount" && subject.Text("name") == KubeNames.ManagerAccount && subject.Text("namespace") == facts.Namespace))
            .Select(binding => binding.Text("roleRef", "name")).ToHashSet();
        JsonObject[] rules = [.. facts.Of(KnownTypes.ClusterRoles).Where(role => roles.Contains(role.Name())).SelectMany(role => role.Items("rules"))];
        var missing = s_needed.Where(need => !rules.Any(rule => Lists(rule, "apiGroups", need.Group) && Lists(rule, "resources", need.Resource) && Lists(rule, "verbs", need.Verb))).ToArray();
        if (missing.Length > 0)
        {
            yield return Finding.Fail(target, "The managers may not do what they must; their log then says 'forbidden'.", Hints.Repair,
                string.Join('\n', missing.Select(need => $"{need.Verb} {need.Resource}{(need.Group.Length == 0 ? "" : "." + need.Group)}")));
        }
    }

    private static bool Lists(JsonObject rule, string field, string wanted) => (rule[field] as JsonArray ?? []).Any(entry => entry.Text() is { } text && (text == wanted || text == Any));

    private static IEnumerable<Finding> Accounts(CheckFacts facts)
    {
        var accounts = facts.Of(KnownTypes.ServiceAccounts).Select(item => (item.Namespace(), item.Name())).ToHashSet();
        var workloads = facts.Workloads.Concat(facts.Of(KnownTypes.Deployments).Where(IsOfNsm)).DistinctBy(item => item.Key());
        foreach (var workload in workloads)
        {
            if (workload.Text("spec", "template", "spec", "serviceAccountName") is { } account && !accounts.Contains((workload.Namespace(), account)))
            {
                var events = facts.Of(KnownTypes.Events).Where(entry => entry.Text("reason") == FailedCreate && entry.Namespace() == workload.Namespace()
                    && (entry.Text("message") ?? "").Contains($"{MissingAccount}{account}", StringComparison.Ordinal)).Select(entry => entry.Text("message"));
                yield return Finding.Fail(workload.Key().ToString(), $"Its service account {account} does not exist in {workload.Namespace()}, so none of its pods can be created.",
                    workload.Namespace() == facts.Namespace ? Hints.Repair : $"NSM's accounts are in {facts.Namespace}: create the workload there, or the account here.", events.FirstOrDefault() ?? "");
            }
        }
    }

    private static bool IsOfNsm(JsonObject deployment) => Apply.InjectionRules.IsWanted(deployment) || Apply.InjectionRules.IsDone(deployment)
        || PodParts.OfferedBy(deployment.At("spec", "template", "spec")) is not null;
}
