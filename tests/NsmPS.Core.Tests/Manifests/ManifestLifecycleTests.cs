extern alias sandbox;

using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Manifests;
using NsmPS.Operations;
using ApiException = sandbox::NsmPS.Sandbox.Store.ApiException;

namespace NsmPS.Core.Tests.Manifests;

public sealed partial class ManifestLifecycleTests : IDisposable
{
    private const string Everything = """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: hook}
        ---
        apiVersion: test.nsmps.io/v1
        kind: Widget
        metadata: {name: w}
        spec: {size: 1}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app, namespace: shop}
        spec: {replicas: 1, selector: {matchLabels: {app: app}}, template: {metadata: {labels: {app: app}}, spec: {containers: [{name: c,
          image: i}]}}}
        ---
        apiVersion: rbac.authorization.k8s.io/v1
        kind: RoleBinding
        metadata: {name: bind, namespace: shop}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: shop}
        data: {a: "1"}
        ---
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: widgets.test.nsmps.io}
        spec: {group: test.nsmps.io, scope: Namespaced, names: {plural: widgets, kind: Widget}, versions: [{name: v1, served: true,
          storage: true}]}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """;

    private static readonly string[] s_order =
    [
        "Namespace/shop", "CustomResourceDefinition/widgets.test.nsmps.io", "ConfigMap/shop/settings", "RoleBinding/shop/bind",
        "Deployment/shop/app", "Widget/default/w", "ValidatingWebhookConfiguration/hook",
    ];

    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };
    private static readonly ManifestOptions s_options = new() { Operation = "op-1" };

    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;

    public ManifestLifecycleTests()
    {
        _client = _server.CreateClient();
        _server.OnApplied("Deployment", Ready);
    }

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Apply_Everything_GoesInOrderWithNamespaceAndMarks()
    {
        var events = await ApplyAsync(Everything);

        Assert.Contains("7 created", Assert.IsType<LifecycleEvent.Completed>(events[^1]).Text, StringComparison.Ordinal);
        Assert.Equal(s_order, events.Targets());
        var settings = _server.Find(Sample.ConfigMapKey("settings", "shop"))!;
        Assert.Equal(("custom", "op-1", null),
            (settings.Label("nsmps.io/part"), settings.Text("metadata", "annotations", "nsmps.io/operation"),
                settings.Label(KubeNames.ManagedByLabel)));
    }

    [Fact]
    public async Task Apply_WindowsLineEndings_IsTheSame() =>
        Assert.Equal(s_order, (await ApplyAsync(Everything.ReplaceLineEndings("\r\n"))).Targets());

    [Fact]
    public async Task Delete_Everything_GoesInReverseAndIsGone()
    {
        await ApplyAsync(Everything);

        var events = await DeleteAsync(Everything);

        Assert.Contains("7 objects are deleted", Assert.IsType<LifecycleEvent.Completed>(events[^1]).Text, StringComparison.Ordinal);
        Assert.Equal(s_order.Reverse(), events.Targets());
        Assert.Null(_server.Find(new ObjectKey("v1", "Namespace", null, "shop")));
        Assert.Contains("nothing of it is there", Assert.IsType<LifecycleEvent.Completed>((await DeleteAsync(Everything))[^1]).Text,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_Again_ChangesNothingThoughTheOperationIsAnother()
    {
        await ApplyAsync(Everything);

        var plan = await new ManifestPlanner(Cluster, Source(Everything), s_options with { Operation = "op-2" })
            .PlanApplyAsync(force: false, Token);

        Assert.False(plan.Summary.HasChanges, string.Join(", ", plan.Summary.Items));
    }

    [Fact]
    public async Task Apply_Changed_UpdatesAndRecordsTheOperation()
    {
        await ApplyAsync(Map("one", "1"));

        await ApplyAsync(Map("one", "2"), s_options with { Operation = "op-2\n" + new string('x', 500) });

        var item = _server.Find(Sample.ConfigMapKey())!;
        var operation = item.Text("metadata", "annotations", "nsmps.io/operation")!;
        Assert.Equal("2", item.Text("data", "value"));
        Assert.StartsWith("op-2?xx", operation, StringComparison.Ordinal);
        Assert.Equal(128, operation.Length);
    }

    [Fact]
    public async Task Apply_ManifestWithItsOwnLabels_KeepsThem()
    {
        await ApplyAsync("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, labels: {app.kubernetes.io/managed-by: Helm, "
            + "app.kubernetes.io/part-of: shop}}\n");

        var item = _server.Find(Sample.ConfigMapKey())!;
        Assert.Equal(("Helm", "shop", "custom"),
            (item.Label(KubeNames.ManagedByLabel), item.Label(KubeNames.PartOfLabel), item.Label("nsmps.io/part")));
        Assert.IsType<LifecycleEvent.Completed>((await DeleteAsync(Map("one", "1")))[^1]);
        Assert.Null(_server.Find(Sample.ConfigMapKey()));
    }

    [Fact]
    public async Task Apply_MissingNamespace_IsMadeAndStaysAfterDeletion()
    {
        var options = s_options with { Namespace = "fresh" };

        Assert.Equal(["Namespace/fresh", "ConfigMap/fresh/one"], (await ApplyAsync(Map("one", "1"), options)).Targets());
        Assert.Equal(["ConfigMap/fresh/one"], (await DeleteAsync(Map("one", "1"), options)).Targets());
        Assert.NotNull(_server.Find(new ObjectKey("v1", "Namespace", null, "fresh")));
    }

    [Fact]
    public async Task Delete_MissingNamespace_IsNotMade()
    {
        await DeleteAsync(Map("one", "1"), s_options with { Namespace = "fresh" });

        Assert.Null(_server.Find(new ObjectKey("v1", "Namespace", null, "fresh")));
    }

    [Fact]
    public async Task Apply_NamespaceStillGoing_WaitsAndMakesItAnew()
    {
        _server.Put(Sample.Namespace("shop"));
        var held = Sample.ConfigMap("held", @namespace: "shop");
        held["metadata"]!["finalizers"] = new JsonArray("test/hold");
        _server.Put(held);
        _server.Remove(new ObjectKey("v1", "Namespace", null, "shop"));
        var plan = await new ManifestPlanner(Cluster, Source(Map("one", "1")), s_options with { Namespace = "shop" })
            .PlanApplyAsync(force: false, Token);
        _server.Update(Sample.ConfigMapKey("held", "shop"), item => item.Ensure("metadata").Remove("finalizers"));

        var events = await Events.CollectAsync(plan.RunAsync(s_run, Token));

        Assert.Equal(["Namespace/shop", "ConfigMap/shop/one"], events.Targets());
    }

    [Fact]
    public async Task Delete_NamespaceAndDefinitionOthersUse_Stay()
    {
        await ApplyAsync(Everything);
        _server.Put(Sample.ConfigMap("guest", @namespace: "shop"));
        _server.Put(Sample.Widget("guest"));

        var events = await DeleteAsync(Everything);

        var warnings = events.OfType<LifecycleEvent.Warning>().Select(item => item.Text).Order(StringComparer.Ordinal).ToArray();
        Assert.Contains("CustomResourceDefinition/widgets.test.nsmps.io stays, because it holds Widget/default/guest", warnings[0],
            StringComparison.Ordinal);
        Assert.Contains("Namespace/shop stays, because it holds ConfigMap/shop/guest", warnings[1], StringComparison.Ordinal);
        Assert.Equal(5, events.Targets().Count());
        Assert.NotNull(_server.Find(Sample.ConfigMapKey("guest", "shop")));
    }

    [Fact]
    public async Task Delete_NamespaceThatWasThere_Stays()
    {
        _server.Put(Sample.Namespace("shop"));
        await ApplyAsync(Everything);

        var events = await DeleteAsync(Everything);

        Assert.Contains("Namespace/shop stays, because it was there before", Assert.Single(events.OfType<LifecycleEvent.Warning>()).Text,
            StringComparison.Ordinal);
        Assert.Equal(6, events.Targets().Count());
    }

    [Fact]
    public async Task Apply_FailingObject_IsNeverASuccess()
    {
        _server.OnApplied("Job", item => item["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Failed", ["status"] = "True", ["message"] = "backoff limit" })
        });

        var error = (await ApplyAsync("apiVersion: batch/v1\nkind: Job\nmetadata: {name: j}\nspec: {template: {spec: "
            + "{restartPolicy: Never, containers: [{name: c, image: i}]}}}")).Error();

        Assert.Equal(NsmErrors.ObjectFailed, error.Error);
        Assert.Contains("Job/default/j: backoff limit", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_PodsOfTwoSelectors_AreCountedOnce()
    {
        _server.Put(Pending("p"));
        var plan = await new ManifestPlanner(Cluster, Source(Workload("a") + Workload("b")), s_options).PlanApplyAsync(force: false, Token);
        LifecycleEvent? last = null;

        await foreach (var item in plan.RunAsync(s_run, Token))
        {
            if (item is LifecycleEvent.Status { Target: "Pod/default/p" })
            {
                foreach (var name in (string[])["a", "b"])
                {
                    _server.Update(new ObjectKey("apps/v1", "StatefulSet", "default", name), MakeReady);
                }
            }

            last = item;
        }

        Assert.IsType<LifecycleEvent.Completed>(last);
    }

    [Fact]
    public async Task Apply_Cancelled_EndsAtOnce()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var plan = await new ManifestPlanner(Cluster, Source(Workload("a")), s_options).PlanApplyAsync(force: false, Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in plan.RunAsync(s_run, stop.Token))
            {
                if (item is LifecycleEvent.Status)
                {
                    await stop.CancelAsync();
                }
            }
        });
    }

    [Fact]
    public async Task Apply_PodWithItsAccount_IsNotRefusedByTheDryRun()
    {
        _server.OnAdmission("Pod", review =>
        {
            if (_server.Find(new ObjectKey("v1", "ServiceAccount", "default", "me")) is null)
            {
                throw new ApiException(403, "Forbidden", "error looking up service account default/me");
            }
        });
        _server.OnApplied("Pod", item => item["status"] = new JsonObject { ["phase"] = "Succeeded" });

        var events = await ApplyAsync("apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {serviceAccountName: me, containers: [{name: "
            + "c, image: i}]}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: me}\n");

        Assert.Equal(["ServiceAccount/default/me", "Pod/default/p"], events.Targets());
        Assert.IsType<LifecycleEvent.Completed>(events[^1]);
    }

    [Fact]
    public async Task Apply_DeepObject_IsSentWhole()
    {
        var deep = string.Concat(Enumerable.Range(0, 90).Select(_ => "{a: ")) + "1" + new string('}', 90);
        await ApplyAsync(Everything);

        var events = await ApplyAsync($"apiVersion: test.nsmps.io/v1\nkind: Widget\nmetadata: {{name: deep}}\nspec: {deep}\n");

        Assert.IsType<LifecycleEvent.Completed>(events[^1]);
    }

    private static ManifestSource Source(string yaml) => ManifestSource.FromYaml(yaml, "custom body");

    private static string Map(string name, string value) =>
        $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{value: \"{value}\"}}\n";

    private static string Workload(string name) => $"---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {{name: {name}}}\nspec: "
        + $"{{replicas: 1, selector: {{matchLabels: {{app: x}}}}, template: {{metadata: {{labels: {{app: x}}}}, "
        + "spec: {containers: [{name: c, image: i}]}}}\n";

    private static JsonObject Pending(string name)
    {
        var pod = Sample.Pod(name);
        pod.Ensure("metadata", "labels")["app"] = "x";
        pod.Ensure("metadata")["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = "StatefulSet", ["name"] = "a" });
        pod["status"] = new JsonObject { ["phase"] = "Pending" };
        return pod;
    }

    private static void MakeReady(JsonObject item) =>
        item["status"] = new JsonObject { ["observedGeneration"] = 1, ["readyReplicas"] = 1, ["updatedReplicas"] = 1 };

    private static void Ready(JsonObject item) => item["status"] = new JsonObject
    {
        ["observedGeneration"] = item.Number("metadata", "generation"),
        ["replicas"] = 1,
        ["updatedReplicas"] = 1,
        ["readyReplicas"] = 1,
        ["availableReplicas"] = 1,
    };

    private static void RefuseAfterPlan(Review review, params string[] names)
    {
        if (!review.DryRun && names.Contains(review.Object.Name()))
        {
            throw new ApiException(403, "Forbidden", $"configmaps \"{review.Object.Name()}\" is forbidden: "
                + $"exceeded quota of {review.Object.Name()}");
        }
    }

    private async Task<IReadOnlyList<LifecycleEvent>> ApplyAsync(string yaml, ManifestOptions? options = null) =>
        await Events.CollectAsync(
            (await new ManifestPlanner(Cluster, Source(yaml), options ?? s_options).PlanApplyAsync(force: false, Token))
                .RunAsync(s_run, Token));

    private async Task<IReadOnlyList<LifecycleEvent>> DeleteAsync(string yaml, ManifestOptions? options = null) =>
        await Events.CollectAsync((await new ManifestPlanner(Cluster, Source(yaml), options ?? s_options).PlanDeleteAsync(Token))
            .RunAsync(s_run, Token));
}
