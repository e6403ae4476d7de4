extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Checks.Residue;
using core::NsmPS.Kubernetes;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Nsm.Names;
using core::NsmPS.Operations;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>What the documented removal of NSM v1 leaves, and more of it, is listed and
/// removed exactly; what only looks like it stays.</summary>
public sealed class V1ResidueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Remove_UpstreamLeftovers_RemovesExactlyThem(bool withNamespaces)
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        sandbox.Apply(Bystanders());
        await sandbox.SettledAsync();
        var before = sandbox.Names;
        var planted = Leftovers(withNamespaces).ToArray();
        sandbox.Apply(planted.Where(item => item.Kind() == "CustomResourceDefinition"));
        await sandbox.UntilAsync("the definitions are served",
            () => sandbox.Store.Find("spire.spiffe.io/v1alpha1", "ClusterSPIFFEID") is not null);
        sandbox.Apply(planted.Where(item => item.Kind() != "CustomResourceDefinition"));

        var left = await new ResiduePlanner(new(client, Catalog.Load(Yaml.Root))).FindAsync(Token);

        Assert.Equal(planted.Where(item => item.Kind() is not "ConfigMap").Select(item => item.Key().ToString())
            .Order(StringComparer.Ordinal), left.Select(item => item.ToString()).Order(StringComparer.Ordinal));
        Assert.All(left, item => Assert.True(item is { Removable: true, Owner: NsmResidueOwner.Upstream }, $"{item}: {item.Message}"));
        Assert.Equal(["MutatingWebhookConfiguration/nsm-mutating-webhook"],
            left.Where(item => item.Blocks).Select(item => item.ToString()));
        Assert.EndsWith("WebhookConfiguration", left[0].Kind, StringComparison.Ordinal);
        await Completion.CompleteAsync(
            (await new ResiduePlanner(new(client, Catalog.Load(Yaml.Root))).PlanRemoveAsync(null, Token))
                .RunAsync(new RunOptions { Timeout = TimeSpan.FromMinutes(2) }, Token));
        Assert.Empty(await new ResiduePlanner(new(client, Catalog.Load(Yaml.Root))).FindAsync(Token));
        Assert.Equal(before, sandbox.Names);
    }

    [Fact]
    public async Task Find_SpireAndServicesOfOthers_AreNotTouched()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        sandbox.Apply([.. Yaml.File("mesh", "v1.18.0", "spire-namespace.yaml"), .. Yaml.File("mesh", "v1.18.0", "spire-crds.yaml"),
            .. Yaml.File("mesh", "v1.18.0", "spire-rbac.yaml")]);
        sandbox.Apply([Read(
            """
            { "apiVersion": "v1", "kind": "ConfigMap", "metadata": { "name": "spire-server", "namespace": "spire" },
              "data": { "server.conf": "trust_domain = \"example.org\"" } }
            """)]);

        Assert.Empty(await new ResiduePlanner(new(client, Catalog.Load(Yaml.Root))).FindAsync(Token));

        sandbox.Apply(Yaml.File("mesh", "v1.18.0", "crds.yaml"));
        await sandbox.UntilAsync("the definition is served",
            () => sandbox.Store.Find("networkservicemesh.io/v1", "NetworkService") is not null);
        sandbox.Apply([Read(
            """
            { "apiVersion": "networkservicemesh.io/v1", "kind": "NetworkService", "metadata": { "name": "mine", "namespace": "default" },
              "spec": { "payload": "IP" } }
            """)]);
        var left = await new ResiduePlanner(new(client, Catalog.Load(Yaml.Root))).FindAsync(Token);

        Assert.Equal(["CustomResourceDefinition", "CustomResourceDefinition", "NetworkService"],
            left.Select(item => item.Kind).Order(StringComparer.Ordinal));
        Assert.All(left, item => Assert.False(item.Removable));
    }

    /// <summary>As upstream's kustomizations make it, without labels of NsmPS; with namespaces also what is in them.</summary>
    private static IEnumerable<JsonObject> Leftovers(bool withNamespaces) =>
    [
        .. withNamespaces ? Files("namespace.yaml", "spire-namespace.yaml") : [],
        .. withNamespaces ? Files("spire-configuration.yaml") : [],
        .. Files("crds.yaml", "spire-crds.yaml"),
        .. Files("identities.yaml"),
        .. Files("rbac.yaml", "spire-rbac.yaml")
            .Where(item => withNamespaces ? item.Namespace() != SpireNames.Namespace : item.Namespace() is null),
        .. Files("spire-server.yaml").Where(item => item.Kind() == "ValidatingWebhookConfiguration"),
        .. Files("webhook-configuration.yaml"),
    ];

    private static IEnumerable<JsonObject> Files(params string[] names) => names.SelectMany(name => Yaml.File("mesh", "v1.18.0", name));

    private static IReadOnlyList<JsonObject> Bystanders() =>
    [
        Read("""{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "other" } }"""),
        Read(
            """
            { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "registry", "namespace": "other" },
              "spec": { "ports": [ { "port": 5000 } ] } }
            """),
        Read(
            """
            { "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": { "name": "registry-k8s-role-of-mine" },
              "rules": [ { "apiGroups": ["networkservicemesh.io"], "resources": ["*"], "verbs": ["*"] } ] }
            """),
        Read(
            """
            { "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRole", "metadata": { "name": "spire-agent-role" },
              "rules": [ { "apiGroups": [""], "resources": ["pods"], "verbs": ["get"] } ] }
            """),
        Read(
            """
            { "apiVersion": "rbac.authorization.k8s.io/v1", "kind": "ClusterRoleBinding", "metadata": { "name": "mine" },
              "roleRef": { "apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "registry-k8s-role" },
              "subjects": [ { "kind": "ServiceAccount", "name": "me", "namespace": "other" } ] }
            """),
        Read(
            """
            { "apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingWebhookConfiguration",
              "metadata": { "name": "spire-controller-manager-webhook-of-mine" }, "webhooks": [] }
            """),
    ];

    private static JsonObject Read(string json) => JsonNode.Parse(json)!.AsObject();
}
