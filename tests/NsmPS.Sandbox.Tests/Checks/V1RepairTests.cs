extern alias core;

using System.Diagnostics;
using System.Text.Json.Nodes;
using core::NsmPS.Checks.Repair;
using core::NsmPS.Mesh;
using core::NsmPS.Operations;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>What goes wrong with NSM v1 on a sandbox is named by the checks, fixed by a repair, and then gone.</summary>
public sealed class V1RepairTests(V1World world) : IClassFixture<V1World>
{
    private const string Home = "nsm-system";
    private const string Spire = "spire";
    private const string Sample = "ns-icmp-responder";
    private const string Webhook = "nsm-mutating-webhook";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ObjectStore Store => world.Sandbox.Store;

    [Fact]
    public async Task Repair_TwelveManualEdits_GivesAllBack()
    {
        Edit(BuiltIn.DaemonSets, Home, "nsmgr",
            item => item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "ghcr.io/networkservicemesh/cmd-nsmgr:v0.0.1");
        Edit(BuiltIn.Deployments, Home, "registry-k8s", item => item["spec"]!["replicas"] = 0);
        Edit(BuiltIn.Services, Home, "admission-webhook-svc", item => item["spec"]!["selector"]!["app"] = "other");
        Edit(BuiltIn.ConfigMaps, Spire, "spire-agent", item => item["data"]!["agent.conf"] = "");
        Edit(BuiltIn.ClusterRoles, null, "registry-k8s-role", item => item["rules"] = new JsonArray());
        Edit(BuiltIn.MutatingWebhookConfigurations, null, Webhook, item => item["webhooks"]![0]!["failurePolicy"] = "Ignore");
        Edit(BuiltIn.MutatingWebhookConfigurations, null, Webhook, item => item["webhooks"]![0]!["timeoutSeconds"] = 1);
        Edit(BuiltIn.ValidatingWebhookConfigurations, null, "spire-controller-manager-webhook",
            item => item["webhooks"]![0]!["failurePolicy"] = "Ignore");
        Edit(Store.Find("spire.spiffe.io/v1alpha1", "ClusterSPIFFEID")!, null, "nsm-workloads",
            item => item["spec"]!["podSelector"]!["matchLabels"]!["spiffe.io/spiffe-id"] = "other");
        Store.Delete(BuiltIn.Services, Home, "registry");
        Store.Delete(BuiltIn.ClusterRoleBindings, null, "nsmgr-role-binding");
        Store.Delete(BuiltIn.ServiceAccounts, Home, "registry-k8s-sa");
        Assert.Superset(new HashSet<string>
        {
            "AsApplied", "RegistryServes", "WebhookServes", "WebhookPolicy", "SpireIdentities", "ManagerRights", "ServiceAccounts"
        }, Failing(await world.TestAsync()));

        await RepairAsync();

        Assert.Empty(await new MeshComparison(new(world.Client, world.Catalog)).CompareAsync(null, Token));
        await SoundAsync();
    }

    [Fact]
    public async Task Repair_DeadRegistrationDeadWireAndLostBundle_MendsThem()
    {
        Register("nse-gone", "gone");

        // Without identities clients cannot ask again for what they lose.
        Edit(Store.Find("spire.spiffe.io/v1alpha1", "ClusterSPIFFEID")!, null, "nsm-workloads",
            item => item["spec"]!["podSelector"]!["matchLabels"]!["spiffe.io/spiffe-id"] = "other");
        var endpoint = world.Sandbox.PodsOf("icmp-responder-nse")[0];
        Store.Delete(BuiltIn.Pods, Sample, endpoint["metadata"]!["name"]!.ToString(), graceSeconds: 0);
        Edit(BuiltIn.MutatingWebhookConfigurations, null, Webhook, item =>
        {
            item["metadata"]!["labels"]!.AsObject().Remove("spiffe.io/webhook");
            item["webhooks"]![0]!["clientConfig"]!.AsObject().Remove("caBundle");
        });
        await UntilAsync(failing => failing.IsSupersetOf(["StaleEndpoints", "WebhookCertificate", "WiresAlive"]));

        var plan = await RepairAsync();

        Assert.Contains("Delete NetworkServiceEndpoint/nsm-system/nse-gone", plan);
        Assert.Contains(plan, item => item.StartsWith($"Delete Pod/{Sample}/icmp-responder-nsc-", StringComparison.Ordinal));
        Assert.Contains($"Update MutatingWebhookConfiguration/{Webhook}", plan);
        await SoundAsync();
    }

    [Fact]
    public async Task Unblock_WebhooksWithoutServers_FreesTheClusterAndARepairBringsAllBack()
    {
        Store.Delete(BuiltIn.Deployments, Home, "admission-webhook-k8s");
        Store.Delete(BuiltIn.StatefulSets, Spire, "spire-server");
        await UntilAsync(failing => failing.IsSupersetOf(["PodsCanBeCreated", "SpireWebhook", "WebhookServes"]));

        var freed = await RepairAsync(new RepairOptions { UnblockAdmission = true });

        Assert.Equal([$"Delete MutatingWebhookConfiguration/{Webhook}",
            "Delete ValidatingWebhookConfiguration/spire-controller-manager-webhook"], freed.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("PodsCanBeCreated", Failing(await world.TestAsync()));
        await RepairAsync();
        await SoundAsync();
    }

    private static HashSet<string> Failing(IEnumerable<NsmCheckResult> rows) =>
        [.. rows.Where(row => row.Outcome is NsmCheckOutcome.Failed or NsmCheckOutcome.Warning).Select(row => row.Id)];

    private void Edit(ResourceKind kind, string? space, string name, Action<JsonObject> edit) => Store.Update(kind, space, name, item =>
    {
        edit(item);
        return item;
    });

    private void Register(string name, string pod) =>
        Store.Create(Store.Find("networkservicemesh.io/v1", "NetworkServiceEndpoint")!, JsonNode.Parse(
        $$"""
        {
          "apiVersion": "networkservicemesh.io/v1", "kind": "NetworkServiceEndpoint", "metadata": { "name": "{{name}}",
            "namespace": "{{Home}}" },
          "spec": {
            "network_service_names": ["icmp-responder"], "url": "tcp://[10.9.9.9]:5001",
            "expiration_time": { "seconds": {{DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds()}} },
              "path_ids": ["spiffe://k8s.nsm/ns/{{Sample}}/pod/{{pod}}"]
          }
        }
        """)!.AsObject());

    private async Task<IReadOnlyList<string>> RepairAsync(RepairOptions? options = null)
    {
        var plan = await new RepairPlanner(world.Cluster).PlanAsync(options ?? new RepairOptions(), Token);
        await Completion.CompleteAsync(plan.RunAsync(new RunOptions { Timeout = TimeSpan.FromMinutes(3) }, Token));
        return [.. plan.Summary.Items.Where(item => item.Action != NsmPlanAction.Unchanged).Select(item => item.ToString())];
    }

    private async Task SoundAsync()
    {
        var rows = await UntilAsync(failing => failing.Count == 0);
        Assert.Contains(rows, row => row.Id == "WiresAlive" && row.Message == "4 of 4 clients reach their endpoint.");
    }

    private async Task<IReadOnlyList<NsmCheckResult>> UntilAsync(Func<HashSet<string>, bool> holds)
    {
        IReadOnlyList<NsmCheckResult> rows;
        for (var clock = Stopwatch.StartNew(); !holds(Failing(rows = await world.TestAsync()));)
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2),
                string.Join('\n', rows.Where(row => row.Outcome is NsmCheckOutcome.Failed or NsmCheckOutcome.Warning)));
        }

        return rows;
    }
}
