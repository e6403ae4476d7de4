using System.Text.Json.Nodes;
using NsmPS.Core.Tests;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter.Tests.Hosting;

/// <summary>The adapter's own Kubernetes manifests.</summary>
public sealed class DeploymentTests
{
    private readonly IReadOnlyList<JsonObject> _objects = CatalogReader.ReadManifest(Path.Combine(Repository.ManifestFolder, "adapter"),
        "meshery-nsm.yaml");

    [Fact]
    public void Objects_Always_CarryMesherysNamesAndPort()
    {
        Assert.Equal(["ServiceAccount", "Service", "Deployment", "NetworkPolicy"], _objects.Select(item => item.Kind()));
        Assert.All(_objects, item => Assert.Equal("meshery-nsm", item.Name()));
        var port = Assert.Single(Find("Service").Items("spec", "ports"));
        Assert.Equal(("10004", AdapterIdentity.Port), (port.Text("name"), (int)port.Number("port")));
        Assert.Equal("meshery-nsm", Find("Deployment").Text("spec", "template", "metadata", "labels", "io.kompose.service"));
        Assert.Equal(Find("Service").At("spec", "selector")!.ToJsonString(),
            Find("Deployment").At("spec", "selector", "matchLabels")!.ToJsonString());
    }

    [Fact]
    public void Pod_Always_HasNoRightsItDoesNotNeed()
    {
        var pod = Find("Deployment").At("spec", "template", "spec");
        var container = Assert.Single(pod.Items("containers"));

        Assert.Equal("false", pod.Text("automountServiceAccountToken"));
        Assert.Equal(("true", "RuntimeDefault"),
            (pod.Text("securityContext", "runAsNonRoot"), pod.Text("securityContext", "seccompProfile", "type")));
        Assert.Equal(("false", "true"),
            (container.Text("securityContext", "allowPrivilegeEscalation"), container.Text("securityContext", "readOnlyRootFilesystem")));
        Assert.Equal("""["ALL"]""", container.At("securityContext", "capabilities", "drop")!.ToJsonString());
        Assert.Equal(AdapterIdentity.Port, (int)container.Number("readinessProbe", "grpc", "port"));
        Assert.Equal(AdapterIdentity.ServiceName, container.Text("readinessProbe", "grpc", "service"));
    }

    [Fact]
    public void NetworkPolicy_Always_LetsTheServerInAndNobodyElse()
    {
        var policy = Find("NetworkPolicy").At("spec");

        Assert.Equal(Find("Deployment").At("spec", "selector")!.ToJsonString(), policy.At("podSelector")!.ToJsonString());
        var ingress = Assert.Single(policy.Items("ingress"));
        Assert.Equal(["meshery", "meshery"],
            ingress.Items("from").Select(from => Assert.Single(from.At("podSelector", "matchLabels")!.AsObject()).Value!.ToString()));
    }

    [Fact]
    public void Catalog_WithTheAdaptersFolder_PassesItOver() =>
        Assert.DoesNotContain(Repository.Catalog.Releases, release => release.Version == "adapter");

    private JsonObject Find(string kind) => _objects.Single(item => item.Kind() == kind);
}
