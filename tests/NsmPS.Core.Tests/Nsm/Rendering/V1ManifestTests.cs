using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Core.Tests.Nsm.Rendering;

/// <summary>The objects of v1.18.0, one by one, against what is known of the release.</summary>
public class V1ManifestTests
{
    private static NsmMeshOptions Options => new() { Version = "v1.18.0" };

    /// <summary>Stage, kind, namespace and name of every object.</summary>
    private const string Objects =
        """
        namespaces Namespace - nsm-system
        namespaces Namespace - spire
        crds CustomResourceDefinition - networkservices.networkservicemesh.io
        crds CustomResourceDefinition - networkserviceendpoints.networkservicemesh.io
        crds CustomResourceDefinition - clusterspiffeids.spire.spiffe.io
        crds CustomResourceDefinition - clusterstaticentries.spire.spiffe.io
        crds CustomResourceDefinition - clusterfederatedtrustdomains.spire.spiffe.io
        crds CustomResourceDefinition - controllermanagerconfigs.spire.spiffe.io
        accounts ServiceAccount nsm-system nsmgr-sa
        accounts ServiceAccount nsm-system registry-k8s-sa
        accounts ServiceAccount nsm-system admission-webhook-sa
        accounts ClusterRole - nsmgr-binding-role
        accounts ClusterRole - registry-k8s-role
        accounts ClusterRole - admission-webhook-role
        accounts ClusterRoleBinding - nsmgr-role-binding
        accounts ClusterRoleBinding - registry-k8s-role-binding
        accounts ClusterRoleBinding - admission-webhook-role-binding
        accounts ServiceAccount spire spire-server
        accounts ServiceAccount spire spire-agent
        accounts ClusterRole - spire-agent-cluster-role
        accounts ClusterRole - spire-server-trust-role
        accounts ClusterRole - spire-manager-role
        accounts ClusterRoleBinding - spire-agent-cluster-role-binding
        accounts ClusterRoleBinding - spire-server-trust-role-binding
        accounts ClusterRoleBinding - spire-manager-role-binding
        accounts Role spire spire-server-role
        accounts RoleBinding spire spire-server-role-binding
        configuration ConfigMap spire spire-bundle
        configuration ConfigMap spire spire-server
        configuration ConfigMap spire spire-controller-manager-config
        configuration ConfigMap spire spire-agent
        spire Service spire spire-server
        spire Service spire spire-controller-manager-webhook-service
        spire StatefulSet spire spire-server
        spire ValidatingWebhookConfiguration - spire-controller-manager-webhook
        spire DaemonSet spire spire-agent
        identities ClusterSPIFFEID - nsm-workloads
        identities ClusterSPIFFEID - nsm-workloads-webhook
        workloads Service nsm-system registry
        workloads Deployment nsm-system registry-k8s
        workloads DaemonSet nsm-system nsmgr
        workloads DaemonSet nsm-system forwarder-vpp
        workloads Service nsm-system admission-webhook-svc
        workloads Deployment nsm-system admission-webhook-k8s
        admission MutatingWebhookConfiguration - nsm-mutating-webhook
        """;

    /// <summary>Kind, name, path to a field, and its value as JSON; a number in a path is a place in a list.</summary>
    public static TheoryData<string, string, string, string> Fields => new()
    {
        { "Namespace", "nsm-system", "metadata.labels.kubernetes.io/metadata.name", "\"nsm-system\"" },
        { "Namespace", "spire", "metadata.labels.kubernetes.io/metadata.name", "\"spire\"" },
        { "CustomResourceDefinition", "networkservices.networkservicemesh.io", "spec.versions.0.name", "\"v1\"" },
        { "CustomResourceDefinition", "networkserviceendpoints.networkservicemesh.io", "spec.versions.0.schema.openAPIV3Schema.properties.spec.x-kubernetes-preserve-unknown-fields", "true" },
        { "CustomResourceDefinition", "clusterspiffeids.spire.spiffe.io", "spec.scope", "\"Cluster\"" },
        { "DaemonSet", "nsmgr", "spec.selector.matchLabels", """{"app":"nsmgr"}""" },
        { "DaemonSet", "nsmgr", "spec.template.metadata.labels", """{"app":"nsmgr","spiffe.io/spiffe-id":"true"}""" },
        { "DaemonSet", "nsmgr", "spec.template.spec.serviceAccountName", "\"nsmgr-sa\"" },
        { "DaemonSet", "nsmgr", "spec.template.spec.containers.0.image", "\"ghcr.io/networkservicemesh/cmd-nsmgr:v1.18.0\"" },
        { "DaemonSet", "nsmgr", "spec.template.spec.containers.0.ports", """[{"containerPort":5001,"hostPort":5001}]""" },
        { "DaemonSet", "nsmgr", "spec.template.spec.containers.0.resources", """{"requests":{"cpu":"200m","memory":"100Mi"},"limits":{"cpu":"400m","memory":"200Mi"}}""" },
        { "DaemonSet", "nsmgr", "spec.template.spec.containers.1.image", "\"ghcr.io/networkservicemesh/cmd-exclude-prefixes-k8s:v1.18.0\"" },
        { "DaemonSet", "nsmgr", "spec.template.spec.volumes.0.hostPath", """{"path":"/run/spire/sockets","type":"Directory"}""" },
        { "DaemonSet", "forwarder-vpp", "spec.template.spec.hostPID", "true" },
        { "DaemonSet", "forwarder-vpp", "spec.template.spec.hostNetwork", "true" },
        { "DaemonSet", "forwarder-vpp", "spec.template.spec.dnsPolicy", "\"ClusterFirstWithHostNet\"" },
        { "DaemonSet", "forwarder-vpp", "spec.template.spec.containers.0.securityContext.privileged", "true" },
        { "DaemonSet", "forwarder-vpp", "spec.template.spec.containers.0.resources", """{"requests":{"cpu":"150m","memory":"350Mi"},"limits":{"cpu":"525m","memory":"500Mi"}}""" },
        { "Deployment", "registry-k8s", "spec.template.spec.serviceAccountName", "\"registry-k8s-sa\"" },
        { "Deployment", "registry-k8s", "spec.template.spec.containers.0.ports", """[{"containerPort":5002,"hostPort":5002}]""" },
        { "Service", "registry", "spec.ports.0.port", "5002" },
        { "ClusterRole", "registry-k8s-role", "rules.0.verbs", """["*"]""" },
        { "ClusterRole", "registry-k8s-role", "rules.0.resources", """["networkservices","networkserviceendpoints"]""" },
        { "ClusterRole", "nsmgr-binding-role", "rules.0.verbs", """["get","list","watch","patch"]""" },
        { "Deployment", "admission-webhook-k8s", "spec.template.metadata.labels.spiffe.io/spiffe-dns-webhook", "\"admission-webhook-svc\"" },
        { "Deployment", "admission-webhook-k8s", "spec.template.spec.containers.0.readinessProbe.httpGet", """{"path":"/ready","port":443,"scheme":"HTTPS"}""" },
        { "Service", "admission-webhook-svc", "spec.ports.0.port", "443" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "metadata.labels.spiffe.io/webhook", "\"true\"" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "webhooks.0.failurePolicy", "\"Fail\"" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "webhooks.0.timeoutSeconds", "10" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "webhooks.0.rules.0.operations", """["CREATE","UPDATE"]""" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "webhooks.0.rules.1.resources", """["deployments","statefulsets","daemonsets","replicasets"]""" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "webhooks.0.namespaceSelector.matchExpressions.0.values", """["kube-system","spire","nsm-system"]""" },
        { "MutatingWebhookConfiguration", "nsm-mutating-webhook", "webhooks.0.clientConfig", """{"service":{"name":"admission-webhook-svc","namespace":"nsm-system","path":"/mutate","port":443}}""" },
        { "ClusterSPIFFEID", "nsm-workloads", "spec.podSelector.matchLabels", """{"spiffe.io/spiffe-id":"true"}""" },
        { "ClusterSPIFFEID", "nsm-workloads-webhook", "spec.podSelector.matchLabels", """{"app":"admission-webhook-k8s"}""" },
        { "StatefulSet", "spire-server", "spec.template.spec.containers.0.image", "\"ghcr.io/spiffe/spire-server:1.12.4\"" },
        { "StatefulSet", "spire-server", "spec.template.spec.containers.1.image", "\"ghcr.io/spiffe/spire-controller-manager:0.6.2\"" },
        { "StatefulSet", "spire-server", "spec.volumeClaimTemplates", "null" },
        { "DaemonSet", "spire-agent", "spec.template.spec.containers.0.image", "\"ghcr.io/spiffe/spire-agent:1.12.4\"" },
        { "DaemonSet", "spire-agent", "spec.template.spec.hostPID", "true" },
        { "ValidatingWebhookConfiguration", "spire-controller-manager-webhook", "webhooks.0.failurePolicy", "\"Fail\"" },
    };

    [Fact]
    public void Render_Defaults_HasExactlyTheseObjectsInThisOrder() => Assert.Equal(
        Objects.Split('\n', StringSplitOptions.TrimEntries),
        Render(Options).Stages.SelectMany(stage => stage.Objects, (stage, item) => $"{stage.Name} {item.Kind()} {item.Namespace() ?? "-"} {item.Name()}"));

    [Theory]
    [MemberData(nameof(Fields))]
    public void Render_Defaults_HasField(string kind, string name, string path, string json)
    {
        var value = Value(Render(Options).Find(kind, name), path);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(json), value), value?.ToJsonString());
    }

    [Theory]
    [InlineData("nsmgr", "NSM_LISTEN_ON", "unix:///var/lib/networkservicemesh/nsm.io.sock,tcp://$(POD_IP):5001")]
    [InlineData("nsmgr", "NSM_REGISTRY_URL", "registry:5002")]
    [InlineData("forwarder-vpp", "NSM_LISTEN_ON", "unix:///listen.on.sock")]
    [InlineData("admission-webhook-k8s", "NSM_ANNOTATION", "networkservicemesh.io")]
    [InlineData("admission-webhook-k8s", "NSM_CONTAINER_IMAGES", "ghcr.io/networkservicemesh/cmd-nsc:v1.18.0")]
    [InlineData("admission-webhook-k8s", "NSM_INIT_CONTAINER_IMAGES", "ghcr.io/networkservicemesh/cmd-nsc-init:v1.18.0")]
    [InlineData("admission-webhook-k8s", "NSM_LABELS", "spiffe.io/spiffe-id:true")]
    public void Render_Defaults_SetsTheVariable(string workload, string variable, string value) => Assert.Equal(value, Variables(Render(Options), workload)[variable]);

    [Fact]
    public void Render_Defaults_LeavesTheBundleToSpire() =>
        Assert.DoesNotContain("caBundle", string.Concat(Render(Options).Objects.Select(item => item.ToJsonString())), StringComparison.Ordinal);

    [Fact]
    public void Render_ExistingSpire_HasNothingOfSpireButTheIdentities()
    {
        var set = Render(Options with { UseExistingSpire = true });

        Assert.DoesNotContain(set.Objects, item => item.Namespace() == "spire" || item.Name().StartsWith("spire", StringComparison.Ordinal));
        Assert.DoesNotContain(set.Stages, stage => stage.Name == "spire");
        Assert.Equal(["nsm-workloads", "nsm-workloads-webhook"], set.Objects.Where(item => item.Kind() == "ClusterSPIFFEID").Select(item => item.Name()));
    }

    [Fact]
    public void Render_TagAndRegistry_TagIsForNsmAloneRegistryForAll()
    {
        var set = Render(Options with { ImageRegistry = "mirror:5000", ImageTag = "v1.18.9" });

        string[] images = [.. set.Objects.SelectMany(Images.Of)];
        Assert.All(images, image => Assert.StartsWith("mirror:5000/", image, StringComparison.Ordinal));
        Assert.All(images, image => Assert.Equal(image.Contains("networkservicemesh/", StringComparison.Ordinal), image.EndsWith(":v1.18.9", StringComparison.Ordinal)));
        Assert.Contains("mirror:5000/spiffe/spire-server:1.12.4", images);
        Assert.Equal("mirror:5000/networkservicemesh/cmd-nsc:v1.18.9", Variables(set, "admission-webhook-k8s")["NSM_CONTAINER_IMAGES"]);
    }

    [Fact]
    public void Render_OtherNamespace_MovesNsmAndLeavesSpire()
    {
        var set = Render(Options with { Namespace = "over-here" });

        Assert.DoesNotContain("nsm-system", string.Concat(set.Objects.Select(item => item.ToJsonString())), StringComparison.Ordinal);
        Assert.Equal("over-here", set.Find("DaemonSet", "nsmgr")!.Namespace());
        Assert.Equal("spire", set.Find("DaemonSet", "spire-agent")!.Namespace());
        Assert.Equal("spire", Value(set.Find("ClusterRoleBinding", "spire-agent-cluster-role-binding"), "subjects.0.namespace")!.GetValue<string>());
        Assert.Equal("over-here", Value(set.Find("MutatingWebhookConfiguration", "nsm-mutating-webhook"), "webhooks.0.clientConfig.service.namespace")!.GetValue<string>());
    }

    [Theory]
    [InlineData("vpp")]
    [InlineData("ovs")]
    [InlineData("sriov")]
    public void Render_Plane_HasItsForwarderOnly(string plane) =>
        Assert.Equal($"forwarder-{plane}", Assert.Single(Render(Options with { ForwardingPlane = plane }).Objects, item => item.Name().StartsWith("forwarder-", StringComparison.Ordinal)).Name());

    [Fact]
    public void Options_OfTheOtherGeneration_AreRefusedByName()
    {
        var catalog = Repository.Catalog;

        Assert.Equal(NsmErrors.OptionInvalid, Assert.Throws<NsmException>(() => new MeshRenderer(catalog, new NsmMeshOptions { Version = "v0.2.1", UseExistingSpire = true })).Error);
        Assert.Equal(NsmErrors.OptionInvalid, Assert.Throws<NsmException>(() => new MeshRenderer(catalog, Options with { ForwardingPlane = "kernel" })).Error);
        Assert.Equal(NsmErrors.OptionInvalid, Assert.Throws<NsmException>(() => new MeshRenderer(catalog, Options with { Namespace = "spire" })).Error);
        Assert.True(new MeshRenderer(catalog, Options).Options.Secure);
    }

    private static ManifestSet Render(NsmMeshOptions options) => new MeshRenderer(Repository.Catalog, options).Render(null);

    private static Dictionary<string, string?> Variables(ManifestSet set, string workload) => set.Objects.Where(item => item.Name() == workload).SelectMany(Images.Containers)
        .First().Items("env").ToDictionary(variable => variable.Text("name")!, variable => variable.Text("value"));

    /// <summary>The longest key that fits counts, because keys of labels have dots themselves.</summary>
    private static JsonNode? Value(JsonNode? node, string path)
    {
        if (path.Length == 0 || node is null)
        {
            return node;
        }

        if (node is JsonArray list)
        {
            var parts = path.Split('.', 2);
            return Value(list[int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture)], parts.Length > 1 ? parts[1] : "");
        }

        var key = node.AsObject().Select(entry => entry.Key).Where(name => path == name || path.StartsWith(name + ".", StringComparison.Ordinal)).MaxBy(name => name.Length);
        return key is null ? null : Value(node[key], path.Length == key.Length ? "" : path[(key.Length + 1)..]);
    }
}
