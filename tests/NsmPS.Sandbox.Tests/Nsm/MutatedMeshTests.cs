extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Kubernetes;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using NsmPS.Sandbox.Tests.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>A cluster whose MutatingAdmissionPolicy changes the mesh's workloads, or refuses them because it cannot be evaluated.</summary>
public sealed class MutatedMeshTests
{
    private static readonly NsmMeshOptions s_options = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Install_PolicyChangesTheWorkloads_IsNoDrift()
    {
        await using var sandbox = await StartAsync("Object{spec: Object.spec{template: Object.spec.template{metadata: "
            + "Object.spec.template.metadata{labels: {'team': 'net'}}}}}");
        using var client = await sandbox.ConnectAsync();
        var cluster = new MeshCluster(client, Catalog.Load(Yaml.Root));

        await CompleteAsync((await new MeshPlanner(cluster).PlanInstallAsync(s_options, force: false, Token)).RunAsync(s_run, Token));

        Assert.Contains(sandbox.PodsOf("nsmgr"), pod => pod.Label("team") == "net");
        Assert.Empty(await new MeshComparison(cluster.Again()).CompareAsync(null, Token));
        var again = await new MeshPlanner(cluster.Again()).PlanInstallAsync(s_options, force: false, Token);
        Assert.DoesNotContain(again.Summary.Items,
            item => item.Kind is "DaemonSet" or "Deployment" && item.Action != NsmPlanAction.Unchanged);
    }

    [Fact]
    public async Task Install_PolicyCannotBeEvaluated_NamesThePolicyAndNoMissingRight()
    {
        await using var sandbox = await StartAsync("Object{metadata: Object.metadata{labels: object.metadata.annotations}}");
        sandbox.Apply([new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = Harness.Space },
        }]);
        using var client = await sandbox.ConnectAsync();
        var cluster = new MeshCluster(client, Catalog.Load(Yaml.Root));

        var error = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(cluster).PlanInstallAsync(s_options, force: false, Token));

        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.Contains("policy 'stamp' with binding 'stamp' denied request", error.Message, StringComparison.Ordinal);
    }

    private static async Task<Harness> StartAsync(string expression)
    {
        var sandbox = await Harness.StartAsync();
        sandbox.Apply([
            JsonNode.Parse($$$"""
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicy","metadata":{"name":"stamp"},
                 "spec":{"reinvocationPolicy":"Never","matchConstraints":{"resourceRules":[{"apiGroups":["apps"],"apiVersions":["v1"],
                 "operations":["CREATE","UPDATE"],"resources":["daemonsets","deployments"]}]},
                 "mutations":[{"patchType":"ApplyConfiguration","applyConfiguration":{"expression":"{{{expression}}}"}}]}}
                """)!.AsObject(),
            JsonNode.Parse("""
                {"apiVersion":"admissionregistration.k8s.io/v1","kind":"MutatingAdmissionPolicyBinding","metadata":{"name":"stamp"},
                 "spec":{"policyName":"stamp"}}
                """)!.AsObject(),
        ]);
        return sandbox;
    }
}
