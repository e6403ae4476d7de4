extern alias sandbox;

using System.Text.Json.Nodes;
using NsmPS.Checks.Repair;
using NsmPS.Core.Tests.Operations;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;
using NsmPS.Operations;
using ApiException = sandbox::NsmPS.Sandbox.Store.ApiException;

namespace NsmPS.Core.Tests.Checks.Repair;

/// <summary>A webhook that was left behind refuses every pod, and a repair that unblocks admission removes it.</summary>
public sealed class UnblockTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unblock_LeftoverWebhook_IsRemovedAndPodsAreProven()
    {
        var server = new ApiServer();
        Refuse(server, "admission-webhook.networkservicemesh.io",
            () => server.All(KnownTypes.MutatingWebhookConfigurations).Any(item => item.Name() == NsmNames.WebhookConfiguration));
        foreach (var (name, service) in new[] { (NsmNames.WebhookConfiguration, NsmNames.WebhookService), ("nsm-policy", "policy") })
        {
            server.Put(JsonNode.Parse(
                $$"""
                { "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
                  "metadata": { "name": "{{name}}" }, "webhooks": [ { "clientConfig": { "service": { "name": "{{service}}",
                  "namespace": "nsm-system" } } } ] }
                """)!.AsObject());
        }

        using var client = server.CreateClient();
        var plan = await new RepairPlanner(new(client, Repository.Catalog)).PlanAsync(new RepairOptions { UnblockAdmission = true }, Token);

        Assert.IsType<LifecycleEvent.Completed>((await Events.CollectAsync(plan.RunAsync(new RunOptions(), Token)))[^1]);

        Assert.Equal(["nsm-policy"], server.All(KnownTypes.MutatingWebhookConfigurations).Select(item => item.Name()));
        Assert.Empty((await new RepairPlanner(new(client, Repository.Catalog))
            .PlanAsync(new RepairOptions { UnblockAdmission = true }, Token)).Summary.Items);
    }

    [Fact]
    public async Task Unblock_WebhookOfOthers_IsNotTouchedAndNamed()
    {
        var server = new ApiServer();
        Refuse(server, "policy.example.org", () => true);
        using var client = server.CreateClient();

        var plan = await new RepairPlanner(new(client, Repository.Catalog)).PlanAsync(new RepairOptions { UnblockAdmission = true }, Token);

        Assert.Empty(plan.Summary.Items);
        Assert.Contains("policy.example.org", Assert.Single(plan.Summary.Remarks), StringComparison.Ordinal);
    }

    private static void Refuse(ApiServer server, string webhook, Func<bool> still) => server.OnAdmission("Pod", _ =>
    {
        if (still())
        {
            throw new ApiException(500, "InternalError",
                $"Internal error occurred: failed calling webhook \"{webhook}\": service not found");
        }
    });
}
