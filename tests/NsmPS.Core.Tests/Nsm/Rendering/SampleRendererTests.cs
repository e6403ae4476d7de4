using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Core.Tests.Nsm.Rendering;

public class SampleRendererTests
{
    private static NsmSampleAppOptions Options => new() { Name = "icmp-responder" };

    private static ManifestSet Render(NsmSampleAppOptions options) =>
        new SampleRenderer(Repository.Catalog, options).Render("nsm-system", "v0.2.1", null, "v0.2.0");

    [Fact]
    public void Render_Defaults_AreFourClientsAndTwoAntiAffineEndpoints()
    {
        var set = Render(Options);

        Assert.Equal(4, set.Find("Deployment", "icmp-responder-nsc").Number("spec", "replicas"));
        Assert.Equal(2, set.Find("Deployment", "icmp-responder-nse").Number("spec", "replicas"));
        Assert.Equal(["endpoints", "clients"], set.Stages.Select(stage => stage.Name));
        Assert.NotNull(set.Find("Deployment", "icmp-responder-nse")
            .At("spec", "template", "spec", "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution"));
    }

    [Fact]
    public void Render_Options_SetReplicasAndSpread()
    {
        var set = Render(Options with { ClientReplicas = 7, EndpointReplicas = 3, Spread = NsmSpread.Preferred });

        Assert.Equal(7, set.Find("Deployment", "icmp-responder-nsc").Number("spec", "replicas"));
        Assert.Equal(3, set.Find("Deployment", "icmp-responder-nse").Number("spec", "replicas"));
        var affinity = set.Find("Deployment", "icmp-responder-nse").At("spec", "template", "spec", "affinity", "podAntiAffinity");
        Assert.Null(affinity.At("requiredDuringSchedulingIgnoredDuringExecution"));
        var term = Assert.Single(affinity.Items("preferredDuringSchedulingIgnoredDuringExecution"));
        Assert.Equal("kubernetes.io/hostname", term.Text("podAffinityTerm", "topologyKey"));
    }

    [Fact]
    public void Render_OtherNamespace_MovesAllButTheNetworkService()
    {
        var set = new SampleRenderer(Repository.Catalog, new NsmSampleAppOptions { Name = "vpn" }).Render("mesh", "v0.2.1", null, "v0.2.0");

        Assert.Equal("default", set.Find("NetworkService", "secure-intranet-connectivity")!.Namespace());
        Assert.All(set.Objects.Where(item => item.Kind() != "NetworkService"), item => Assert.Equal("mesh", item.Namespace()));
        Assert.Equal(["services", "endpoints", "clients"], set.Stages.Select(stage => stage.Name));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1, 1)]
    [InlineData(1, 0)]
    [InlineData(10001, 1)]
    public void Constructor_BadReplicas_IsRefused(int clients, int endpoints) =>
        Assert.Equal(NsmErrors.ReplicasInvalid,
            Assert.Throws<NsmException>(() =>
                new SampleRenderer(Repository.Catalog, Options with { ClientReplicas = clients, EndpointReplicas = endpoints })).Error);

    [Fact]
    public void Constructor_UnknownSample_NamesTheKnownOnes()
    {
        var error = Assert.Throws<NsmException>(() => new SampleRenderer(Repository.Catalog, Options with { Name = "nope" }));

        Assert.Equal(NsmErrors.SampleUnknown, error.Error);
        Assert.Contains("icmp-responder", error.Message, StringComparison.Ordinal);
    }
}
