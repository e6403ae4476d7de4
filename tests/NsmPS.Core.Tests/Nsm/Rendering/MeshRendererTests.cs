using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Reading;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Core.Tests.Nsm.Rendering;

public class MeshRendererTests
{
    private static readonly WebhookCertificate s_certificate = WebhookCertificate.Create("nsm-system", TimeProvider.System);

    private static NsmMeshOptions Options => new() { Version = "v0.2.1" };

    private static ManifestSet Render(NsmMeshOptions options) => new MeshRenderer(Repository.Catalog, options).Render(s_certificate);

    [Theory]
    [InlineData("kernel", "nsm-kernel-forwarder", "nsm-vpp-forwarder")]
    [InlineData("vpp", "nsm-vpp-forwarder", "nsm-kernel-forwarder")]
    [InlineData(null, "nsm-vpp-forwarder", "nsm-kernel-forwarder")]
    public void Render_ForwardingPlane_TakesItsDaemonSetOnly(string? plane, string present, string absent)
    {
        var set = Render(Options with { ForwardingPlane = plane });

        Assert.NotNull(set.Find("DaemonSet", present));
        Assert.Null(set.Find("DaemonSet", absent));
    }

    [Fact]
    public void Render_Stages_EndWithTheWebhookConfigurationAndHaveTheKeyPairBeforeWorkloads()
    {
        var set = Render(Options);

        Assert.Equal(["namespaces", "crds", "accounts", "configuration", "workloads", "admission"], set.Stages.Select(stage => stage.Name));
        Assert.Equal("MutatingWebhookConfiguration", Assert.Single(set.Stages[^1].Objects).Kind());
        Assert.Equal("Secret", Assert.Single(set.Stages[3].Objects).Kind());
    }

    [Fact]
    public void Render_OptionalComponents_ComeOnlyWhenAsked()
    {
        Assert.Null(Render(Options).Find("Deployment", "jaeger"));
        Assert.NotNull(Render(Options with { Components = ["Jaeger"] }).Find("Deployment", "jaeger"));
        Assert.NotNull(Render(Options with { Components = ["crossconnect-monitor"] }).Find("Deployment", "crossconnect-monitor"));
    }

    [Fact]
    public void Render_Jaeger_EveryNsmContainerSendsItsTracesThere()
    {
        var set = Render(Options with { Components = ["jaeger"] });

        Assert.All(set.Objects.Where(item => item.Name() != "jaeger").SelectMany(Images.Containers), container =>
            Assert.Equal("jaeger.nsm-system", container.Items("env").Single(entry => entry.Text("name") == "JAEGER_AGENT_HOST").Text("value")));
        Assert.DoesNotContain("JAEGER_AGENT_HOST", string.Concat(Render(Options).Objects.Select(item => item.ToJsonString())), StringComparison.Ordinal);
    }

    [Fact]
    public void Render_Namespace_MovesEverythingAndEveryReference()
    {
        var set = new MeshRenderer(Repository.Catalog, Options with { Namespace = "mesh", Components = ["jaeger", "crossconnect-monitor"] })
            .Render(WebhookCertificate.Create("mesh", TimeProvider.System));

        Assert.DoesNotContain("nsm-system", string.Join('\n', set.Objects.Select(item => item.ToJsonString())), StringComparison.Ordinal);
        Assert.Equal("mesh", set.Find("ClusterRoleBinding", "nsm-role-binding").Items("subjects").First().Text("namespace"));
        Assert.Equal("mesh", set.Find("MutatingWebhookConfiguration", NsmNames.WebhookConfiguration).Items("webhooks").First().Text("clientConfig", "service", "namespace"));
    }

    [Fact]
    public void Render_Labels_MarkObjectsButNotPodTemplates() => Assert.All(Render(Options).Objects, item =>
    {
        Assert.Equal("nsmps", item.Label(KubeNames.ManagedByLabel));
        Assert.Equal(OwnNames.MeshPart, item.Label(KubeNames.PartOfLabel));
        Assert.Equal("v0.2.1", item.Label(OwnNames.ReleaseLabel));
        Assert.Null(item.At("spec", "template", "metadata", "labels", OwnNames.ReleaseLabel));
    });

    [Fact]
    public void Render_SameOptionsOfBothReleases_DifferOnlyInTheReleaseLabel()
    {
        static string Text(ManifestSet set) => string.Join('\n', set.With(item => item.Ensure("metadata", "labels").Remove(OwnNames.ReleaseLabel)).Objects.Select(item => item.ToJsonString()));

        Assert.Equal(Text(Render(Options with { Version = "v0.2.0" })), Text(Render(Options)));
    }

    [Fact]
    public void Render_RegistryTagAndPolicy_ReachEveryImageAndWhatTheWebhookInjects()
    {
        var set = Render(Options with { ImageRegistry = "registry.local:5000/mirror", ImageTag = "v0.2.9", ImagePullPolicy = "always", Components = ["jaeger"] });

        var images = set.Objects.SelectMany(Images.Of).ToArray();
        Assert.All(images, image => Assert.StartsWith("registry.local:5000/mirror/", image, StringComparison.Ordinal));
        Assert.All(images.Where(image => image.Contains("networkservicemesh", StringComparison.Ordinal)), image => Assert.EndsWith(":v0.2.9", image, StringComparison.Ordinal));
        Assert.Contains(images, image => image.EndsWith("jaegertracing/all-in-one:1.14.0", StringComparison.Ordinal));
        var environment = Images.Containers(set.Find("Deployment", NsmNames.WebhookDeployment)!).First().Items("env").ToDictionary(entry => entry.Text("name")!, entry => entry.Text("value"));
        Assert.Equal("registry.local:5000/mirror/networkservicemesh", environment["REPO"]);
        Assert.Equal("v0.2.9", environment["TAG"]);
        Assert.All(set.Objects.SelectMany(Images.Containers), container => Assert.Equal("Always", container.Text("imagePullPolicy")));
    }

    [Fact]
    public void Render_Certificate_IsTrustedByTheConfigurationAndMarksThePods()
    {
        var set = Render(Options);

        Assert.Equal(s_certificate.CaBundle, set.Find("MutatingWebhookConfiguration", NsmNames.WebhookConfiguration).Items("webhooks").First().Text("clientConfig", "caBundle"));
        Assert.Equal(s_certificate.Fingerprint, set.Find("Deployment", NsmNames.WebhookDeployment).Text("spec", "template", "metadata", "annotations", OwnNames.CertificateAnnotation));
        Assert.Equal("v1beta1", set.Find("MutatingWebhookConfiguration", NsmNames.WebhookConfiguration).Items("webhooks").First()["admissionReviewVersions"]![0].Text());
    }

    [Fact]
    public void Export_Mesh_ReadsBackAsTheSameObjects()
    {
        var text = ManifestExport.Mesh(Repository.Catalog, Options, TimeProvider.System);

        var read = ManifestDocuments.Read(text, "export");
        Assert.Equal(Render(Options).Objects.Select(item => item.Key()), read.Select(item => item.Key()));
    }

    public static TheoryData<NsmMeshOptions, string> BadOptions => new()
    {
        { Options with { Version = "v9" }, "ReleaseUnknown" },
        { Options with { Namespace = "Bad_Name" }, "NamespaceInvalid" },
        { Options with { Namespace = "" }, "NamespaceInvalid" },
        { Options with { Namespace = "a\n" }, "NamespaceInvalid" },
        { Options with { Namespace = new string('a', 64) }, "NamespaceInvalid" },
        { Options with { ForwardingPlane = "dpdk" }, "OptionInvalid" },
        { Options with { Components = ["skydive"] }, "OptionInvalid" },
        { Options with { ImageTag = "no spaces" }, "OptionInvalid" },
        { Options with { ImageRegistry = "https://x" }, "OptionInvalid" },
        { Options with { ImagePullPolicy = "Sometimes" }, "OptionInvalid" },
        { Options with { Secure = true }, "SecureModeNotOffered" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public void Constructor_BadOption_HasItsOwnError(NsmMeshOptions options, string id) =>
        Assert.Equal(id, Assert.Throws<NsmException>(() => new MeshRenderer(Repository.Catalog, options)).Error.Id);
}
