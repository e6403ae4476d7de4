using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>The accounts that NSM runs under, and what they may do.</summary>
internal static class AccessChecks
{
    private const string Any = "*";
    private const string FailedCreate = "FailedCreate";
    private const string MissingAccount = "serviceaccount \"";
    private const string Services = "networkservices";
    private const string Endpoints = "networkserviceendpoints";
    private const string RegistryAccount = "registry-k8s-sa";
    private const string ManagerV1Account = "nsmgr-sa";

    /// <summary>What NSM's accounts do on the cluster: account, group, resource, verb.</summary>
    private static readonly Dictionary<Generation, (string Account, string Group, string Resource, string Verb)[]> s_needed = new()
    {
        [Generation.V02] =
        [
            (NsmNames.ManagerAccount, NsmNames.Group, Services, "create"), (NsmNames.ManagerAccount, NsmNames.Group, Endpoints, "create"),
            (NsmNames.ManagerAccount, NsmNames.Group, Endpoints, "delete"),
            (NsmNames.ManagerAccount, NsmNames.Group, "networkservicemanagers", "update"),
            (NsmNames.ManagerAccount, "", "nodes", "list"), (NsmNames.ManagerAccount, "", "services", "watch"),
            (NsmNames.ManagerAccount, "", "configmaps", "get"),
        ],
        [Generation.V1] =
        [
            (RegistryAccount, NsmNames.Group, Services, "list"), (RegistryAccount, NsmNames.Group, Endpoints, "create"),
            (RegistryAccount, NsmNames.Group, Endpoints, "update"),
            (RegistryAccount, NsmNames.Group, Endpoints, "delete"), (RegistryAccount, NsmNames.Group, Endpoints, "watch"),
            (ManagerV1Account, "", "nodes", "list"), (ManagerV1Account, "", "services", "watch"),
            (ManagerV1Account, "", "configmaps", "patch"),
        ],
    };

    public static IReadOnlyList<Check> All { get; } =
    [
        new("ManagerRights", NsmCheckCategory.Mesh, "NSM's accounts may do what they must.", Rights)
        { Needs = [KnownTypes.ClusterRoles, KnownTypes.ClusterRoleBindings, KnownTypes.ServiceAccounts] },
        new("ServiceAccounts", NsmCheckCategory.Mesh, "Every service account that a workload of NSM names exists.", Accounts)
        { Needs = [KnownTypes.ServiceAccounts, KnownTypes.DaemonSets, KnownTypes.Deployments, KnownTypes.Events] },
    ];

    private static IEnumerable<Finding> Rights(CheckFacts facts)
    {
        foreach (var account in s_needed[facts.Generation].GroupBy(need => need.Account))
        {
            var roles = facts.Of(KnownTypes.ClusterRoleBindings)
                .Where(binding =>
                    binding.Items("subjects")
                        .Any(subject => subject.Text("kind") == "ServiceAccount" && subject.Text("name") == account.Key
                            && subject.Text("namespace") == facts.Namespace))
                .Select(binding => binding.Text("roleRef", "name")).ToHashSet();
            JsonObject[] rules = [.. facts.Of(KnownTypes.ClusterRoles).Where(role => roles.Contains(role.Name()))
                .SelectMany(role => role.Items("rules"))];
            var missing = account.Where(need =>
                !rules.Any(rule => Lists(rule, "apiGroups", need.Group) && Lists(rule, "resources", need.Resource)
                    && Lists(rule, "verbs", need.Verb))).ToArray();
            if (missing.Length > 0)
            {
                yield return Finding.Fail($"ServiceAccount/{facts.Namespace}/{account.Key}",
                    "The account may not do what it must; the log of its pods then says 'forbidden'.", Hints.Repair,
                    string.Join('\n',
                        missing.Select(need => $"{need.Verb} {need.Resource}{(need.Group.Length == 0 ? "" : "." + need.Group)}")));
            }
        }
    }

    private static bool Lists(JsonObject rule, string field, string wanted) =>
        rule.Texts(field).Any(text => text == wanted || text == Any);

    private static IEnumerable<Finding> Accounts(CheckFacts facts)
    {
        var accounts = facts.Of(KnownTypes.ServiceAccounts).Select(item => (item.Namespace(), item.Name())).ToHashSet();
        var workloads = facts.Workloads.Concat(facts.Of(KnownTypes.Deployments).Where(IsOfNsm)).DistinctBy(item => item.Key());
        foreach (var workload in workloads)
        {
            if (workload.Text("spec", "template", "spec", "serviceAccountName") is { } account
                && !accounts.Contains((workload.Namespace(), account)))
            {
                var events = facts.Of(KnownTypes.Events)
                    .Where(entry => entry.Text("reason") == FailedCreate && entry.Namespace() == workload.Namespace()
                    && (entry.Text("message") ?? "").Contains($"{MissingAccount}{account}", StringComparison.Ordinal))
                    .Select(entry => entry.Text("message"));
                yield return Finding.Fail(workload.Key().ToString(),
                    $"Its service account {account} does not exist in {workload.Namespace()}, so none of its pods can be created.",
                    workload.Namespace() == facts.Namespace
                        ? Hints.Repair
                        : $"NSM's accounts are in {facts.Namespace}: create the workload there, or the account here.",
                        events.FirstOrDefault() ?? "");
            }
        }
    }

    private static bool IsOfNsm(JsonObject deployment) =>
        Nsm.Injection.InjectionRules.IsUser(deployment) || Nsm.Injection.InjectionRules.IsDone(deployment)
        || PodParts.OfferedBy(deployment.At("spec", "template", "spec")).Count > 0;
}
