extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Checks;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>A mesh whose pods the cluster refuses: the plan warns, and the events of the controllers are the reason everywhere.</summary>
public sealed class RefusedPodsTests
{
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromSeconds(8) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v0.2.1", "nsm-system", """{"kind":"ResourceQuota","spec":{"hard":{"limits.cpu":"2","pods":"50"}}}""",
        "failed quota: compute: must specify limits.cpu", "must specify limits.cpu")]
    [InlineData("v0.2.1", "nsm-system", "baseline", "violates PodSecurity", "enforces pod security level baseline")]
    [InlineData("v1.18.0", "spire", "restricted", "violates PodSecurity", "refuses the pods of spire-agent")]
    [InlineData("v0.2.1", "nsm-system", "Validating", "'gate' denied request: not here", "")]
    [InlineData("v0.2.1", "nsm-system", "Mutating", "'gate' denied request: the sandbox evaluates constants only", "")]
    public async Task Install_PodsAreRefused_SaysWhyInPlanProgressErrorAndState(string version, string space, string obstacle,
        string reason, string warning)
    {
        await using var sandbox = await Harness.StartAsync();
        Obstruct(sandbox, space, obstacle);
        using var client = await sandbox.ConnectAsync();
        var cluster = new MeshCluster(client, Catalog.Load(Yaml.Root));

        var plan = await new MeshPlanner(cluster).PlanInstallAsync(new NsmMeshOptions { Version = version }, force: false, Token);
        var events = new List<LifecycleEvent>();
        await foreach (var item in plan.RunAsync(s_run, Token))
        {
            events.Add(item);
        }

        if (warning.Length > 0)
        {
            Assert.Contains(plan.Summary.Remarks, remark => remark.Contains(warning, StringComparison.Ordinal));
            Assert.Contains(events.OfType<LifecycleEvent.Warning>(), item => item.Text.Contains(warning, StringComparison.Ordinal));
        }

        Assert.Contains(events.OfType<LifecycleEvent.Status>(), item =>
            item.Target.StartsWith("DaemonSet/", StringComparison.Ordinal) && item.Reason.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(reason, Assert.IsType<LifecycleEvent.Failed>(events[^1]).Error.Message, StringComparison.Ordinal);
        if (space != "spire")
        {
            var mesh = (await new MeshReader(cluster.Again()).GetAsync(null, Token))!;
            Assert.Contains(mesh.Components, item =>
                item.Name == "DaemonSet/nsmgr" && item.Reason.Contains(reason, StringComparison.Ordinal));
            var rows = await new MeshTester(cluster.Again()).TestAsync(new NsmCheckOptions { SkipPing = true }, Token);
            Assert.Contains(rows, row => row.Id == "Workloads" && row.Target.StartsWith("DaemonSet/", StringComparison.Ordinal)
                && row.Message.Contains(reason, StringComparison.Ordinal));
        }
    }

    private static void Obstruct(Harness sandbox, string space, string obstacle)
    {
        var metadata = new JsonObject { ["name"] = space };
        var home = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = metadata };
        if (obstacle is "Validating" or "Mutating")
        {
            // What a policy will say of pods nobody can ask before there are any.
            sandbox.Apply([home, .. Policy(obstacle)]);
            return;
        }

        if (obstacle[0] != '{')
        {
            metadata["labels"] = new JsonObject { ["pod-security.kubernetes.io/enforce"] = obstacle };
            sandbox.Apply([home]);
            return;
        }

        var quota = JsonNode.Parse(obstacle)!.AsObject();
        quota["apiVersion"] = "v1";
        quota["metadata"] = new JsonObject { ["name"] = "compute", ["namespace"] = space };
        sandbox.Apply([home, quota]);
    }

    private static IEnumerable<JsonObject> Policy(string kind)
    {
        var rules = kind == "Validating"
            ? """ "validations":[{"expression":"false","message":"not here","reason":"Forbidden"}] """
            : """
                "reinvocationPolicy":"Never",
                "mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"object"}}]
                """;
        yield return JsonNode.Parse($$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{{kind}}}AdmissionPolicy","metadata":{"name":"gate"},
             "spec":{"matchConstraints":{"resourceRules":[{"apiGroups":[""],"apiVersions":["v1"],"operations":["CREATE"],
             "resources":["pods"]}]},{{{rules}}}}}
            """)!.AsObject();
        yield return JsonNode.Parse($$$"""
            {"apiVersion":"admissionregistration.k8s.io/v1","kind":"{{{kind}}}AdmissionPolicyBinding","metadata":{"name":"gate"},
             "spec":{"policyName":"gate","validationActions":["Deny"]}}
            """)!.AsObject();
    }
}
