using System.Text.Json.Nodes;
using NsmPS.Checks;
using NsmPS.Checks.Residue;
using NsmPS.Core.Tests.Operations;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Core.Tests.Checks.Residue;

/// <summary>What upstream's charts leave is listed and removed, exactly; what only looks like it never is.</summary>
public sealed class ResidueTests : IDisposable
{
    private const string Webhooks = "MutatingWebhookConfiguration/nsm-admission-webhook-cfg";

    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;

    public ResidueTests()
    {
        _client = _server.CreateClient();
    }

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Remove_UpstreamLeftovers_RemovesExactlyThem()
    {
        var planted = PlantUpstream();
        var others = PlantOthers();

        var left = await new ResiduePlanner(Cluster).FindAsync(Token);

        Assert.Equal(planted.Order(StringComparer.Ordinal),
            left.Where(item => item.Removable).Select(item => item.ToString()).Order(StringComparer.Ordinal));
        Assert.All(left, item => Assert.Equal(item.Removable ? NsmResidueOwner.Upstream : NsmResidueOwner.Unknown, item.Owner));
        Assert.Equal([Webhooks], left.Where(item => item.Blocks).Select(item => item.ToString()));
        Assert.Equal(Webhooks, left[0].ToString());
        Assert.IsType<LifecycleEvent.Completed>(
            (await Events.CollectAsync((await new ResiduePlanner(Cluster).PlanRemoveAsync(null, Token)).RunAsync(s_run, Token)))[^1]);
        Assert.DoesNotContain(await new ResiduePlanner(Cluster).FindAsync(Token), item => item.Removable);
        Assert.All(others, key => Assert.NotNull(_server.Find(key)));
    }

    [Fact]
    public async Task PlanRemove_Chosen_RemovesOnlyThem()
    {
        PlantUpstream();
        var chosen = (await new ResiduePlanner(Cluster).FindAsync(Token)).Where(item => item.Kind == "ClusterRole").ToArray();

        var plan = await new ResiduePlanner(Cluster).PlanRemoveAsync(chosen, Token);

        Assert.Equal(["Delete ClusterRole/aggregate-network-services-view", "Delete ClusterRole/nsm-role"],
            plan.Summary.Items.Select(item => item.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task PlanRemove_WhatNobodyFound_IsNotRemoved()
    {
        var mine = Put("ClusterRole", "rbac.authorization.k8s.io/v1", null, "mine", "");
        var forged = new NsmResidue
        {
            Cluster = "sandbox",
            ApiVersion = mine.ApiVersion,
            Kind = mine.Kind,
            Name = mine.Name,
            Uid = _server.Find(mine).Text("metadata", "uid")!,
            Owner = NsmResidueOwner.NsmPS,
            Removable = true,
            Message = ""
        };

        var plan = await new ResiduePlanner(Cluster).PlanRemoveAsync([forged], Token);

        Assert.Empty(plan.Summary.Items);
        Assert.Contains("is not residue", Assert.Single(plan.Summary.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_InstalledMesh_NothingOfItIsResidue()
    {
        using var world = await CheckWorld.StartAsync();

        Assert.Empty(await new ResiduePlanner(new(world.Client, Repository.Catalog)).FindAsync(Token));
    }

    [Fact]
    public async Task Find_MeshWhoseManagersAreGone_IsResidueOfNsmPS()
    {
        using var world = await CheckWorld.StartAsync();
        world.Remove(KnownTypes.DaemonSets, "nsmgr");

        var left = await new ResiduePlanner(new(world.Client, Repository.Catalog)).FindAsync(Token);

        Assert.Contains(left,
            item => item is { Kind: "Deployment", Name: "icmp-responder-nsc", Owner: NsmResidueOwner.NsmPS, Removable: true });
        Assert.Contains(left, item => item is { Kind: "Secret", Owner: NsmResidueOwner.NsmPS }
            && item.Name.StartsWith("nsmps.mesh.", StringComparison.Ordinal));
        Assert.Contains(left, item => item is { Kind: "Node", Removable: false } == false && item.Kind == "Namespace" && item.Removable);
    }

    [Fact]
    public async Task Find_NetworkServiceOfAPerson_KeepsTheDefinitions()
    {
        PlantUpstream();
        Put("NetworkService", NsmNames.ApiVersion, "default", "mine", """ "spec": { "matches": [ {} ] } """);

        var left = await new ResiduePlanner(Cluster).FindAsync(Token);

        Assert.Contains(left, item => item is { Kind: "NetworkService", Name: "mine", Removable: false });
        Assert.All(left.Where(item => item.Kind == "CustomResourceDefinition"), item => Assert.False(item.Removable));
    }

    [Fact]
    public async Task InstalledMeshOfV1_IsNoResidueAndIsChecked()
    {
        Put("Namespace", "v1", null, "nsm-system", "");
        Put("Namespace", "v1", null, "spire", "");
        _server.Update(new ObjectKey("v1", "Namespace", null, "spire"),
            item => item.Ensure("metadata")["labels"] = new JsonObject
            {
                [KubeNames.ManagedByLabel] = "nsmps",
                [KubeNames.PartOfLabel] = OwnNames.MeshPart
            });
        Put("DaemonSet", "apps/v1", "nsm-system", "nsmgr",
            """
            "spec": { "selector": { "matchLabels": { "app": "nsmgr" } },
              "template": { "metadata": { "labels": { "app": "nsmgr" } } } }
            """);

        var rows = await new MeshTester(new(_client, Repository.Catalog)).TestAsync(new NsmCheckOptions(), Token);

        Assert.Empty(await new ResiduePlanner(Cluster).FindAsync(Token));
        Assert.Contains(rows, row => row is { Id: "SpireServer", Outcome: NsmCheckOutcome.Failed });
    }

    /// <summary>What the charts of v0.2 leave after their namespace's workloads were deleted.</summary>
    private IReadOnlyList<string> PlantUpstream()
    {
        ObjectKey[] keys =
        [
            .. NsmTypes.All.Select(type => Put("CustomResourceDefinition", "apiextensions.k8s.io/v1", null, NsmTypes.DefinitionName(type),
                $$"""
                "spec": { "group": "networkservicemesh.io", "names": { "kind": "{{type.Kind}}", "plural": "{{type.Plural}}" },
                  "scope": "Namespaced", "versions": [ { "name": "v1alpha1", "served": true, "storage": true } ] }
                """)),
            Put("Namespace", "v1", null, "nsm-system", ""),
            Put("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", null, "nsm-admission-webhook-cfg",
                Leading("nsm-admission-webhook-svc")),
            Put("ClusterRole", "rbac.authorization.k8s.io/v1", null, "nsm-role",
                """ "rules": [ { "apiGroups": ["networkservicemesh.io"] } ] """),
            Put("ClusterRole", "rbac.authorization.k8s.io/v1", null, "aggregate-network-services-view",
                """ "rules": [ { "apiGroups": ["networkservicemesh.io"] } ] """),
            Put("ClusterRoleBinding", "rbac.authorization.k8s.io/v1", null, "nsm-role-binding",
                """
                "roleRef": { "name": "nsm-role" },
                "subjects": [ { "kind": "ServiceAccount", "name": "nsmgr-acc", "namespace": "nsm-system" } ]
                """),
            .. ((string[])["nsmgr-acc", "forward-plane-acc", "nse-acc", "nsc-acc"]).Select(name =>
                Put("ServiceAccount", "v1", "nsm-system", name, "")),
            Put("Secret", "v1", "nsm-system", "nsm-admission-webhook-certs", ""),
            Put("NetworkServiceManager", NsmNames.ApiVersion, "default", "n1", """ "spec": { "url": "10.1.1.1:5001" } """),
            Put("NetworkService", NsmNames.ApiVersion, "default", "icmp-responder", """ "spec": { "matches": null } """),
        ];
        return [.. keys.Select(key => key.ToString())];
    }

    private IReadOnlyList<ObjectKey> PlantOthers() =>
    [
        Put("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", null, "nsm-admission-webhook-cfg2",
            Leading("nsm-admission-webhook-svc")),
        Put("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", null, "nsm-mutating-webhook",
            Leading("network-storage-manager")),
        Put("MutatingWebhookConfiguration", "admissionregistration.k8s.io/v1", null, "nsm-policy", Leading("policy")),
        Put("ClusterRole", "rbac.authorization.k8s.io/v1", null, "nsm-role-of-mine",
            """ "rules": [ { "apiGroups": ["networkservicemesh.io"] } ] """),
        Put("Namespace", "v1", null, "other", ""),
        Put("ServiceAccount", "v1", "other", "nse-acc", ""),
        Put("Namespace", "v1", null, "spire", ""),
        Put("ClusterRole", "rbac.authorization.k8s.io/v1", null, "spire-agent-role", ""),
    ];

    private static string Leading(string service) =>
        $$""" "webhooks": [ { "name": "w", "clientConfig": { "service": { "name": "{{service}}", "namespace": "nsm-system" } } } ] """;

    private ObjectKey Put(string kind, string apiVersion, string? @namespace, string name, string content)
    {
        var space = @namespace is null ? "" : $$""", "namespace": "{{@namespace}}" """;
        return _server.Put(JsonNode.Parse(
            $$"""
            { "apiVersion": "{{apiVersion}}", "kind": "{{kind}}",
              "metadata": { "name": "{{name}}"{{space}} }{{(content.Length == 0 ? "" : ",")}} {{content}} }
            """)!.AsObject()).Key();
    }
}
