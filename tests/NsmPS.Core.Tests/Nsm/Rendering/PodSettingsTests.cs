using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Core.Tests.Nsm.Rendering;

/// <summary>Pull secrets and the kubelet's folder, in the objects of a mesh and of samples.</summary>
public sealed class PodSettingsTests
{
    [Theory]
    [InlineData("v0.2.1")]
    [InlineData("v1.18.0")]
    public void Mesh_PullSecrets_AreInEveryWorkload(string version)
    {
        var workloads = Render(new() { Version = version, ImagePullSecrets = ["reg", "reg", "other"] })
            .Where(item => item.At("spec", "template", "spec") is not null).ToArray();

        Assert.NotEmpty(workloads);
        Assert.All(workloads, item => Assert.Equal(["reg", "other"], PodSettings.PullSecretsOf(item)));
    }

    [Theory]
    [InlineData("icmp-responder", "v0.2.1")]
    [InlineData("icmp-responder", "v1.18.0")]
    public void Sample_PullSecrets_AreInEveryWorkload(string sample, string version)
    {
        var generation = Repository.Catalog.Release(version).Generation;
        var renderer = new SampleRenderer(Repository.Catalog, new() { Name = sample, ImagePullSecrets = ["reg"] }, generation);

        var workloads = renderer.Render("here", version, null, null).Objects.Where(item => item.Kind() == "Deployment").ToArray();

        Assert.Equal(2, workloads.Length);
        Assert.All(workloads, item => Assert.Equal(["reg"], PodSettings.PullSecretsOf(item)));
    }

    [Theory]
    [InlineData("v0.2.1", "kernel", "/data/kubelet/device-plugins")]
    [InlineData("v1.18.0", "vpp", "/data/kubelet")]
    public void Mesh_KubeletFolder_IsTheHostsOnly(string version, string plane, string expected)
    {
        var objects = Render(new() { Version = version, ForwardingPlane = plane, KubeletPath = "/data/kubelet/" });

        var paths = objects.SelectMany(item => item.Items("spec", "template", "spec", "volumes"))
            .Select(volume => volume.Text("hostPath", "path")).OfType<string>().ToArray();
        Assert.Contains(expected, paths);
        Assert.DoesNotContain(paths, path => path.StartsWith(PodSettings.UsualKubelet, StringComparison.Ordinal));
        Assert.Contains(objects.SelectMany(item => item.Items("spec", "template", "spec", "containers"))
            .SelectMany(container => container.Items("volumeMounts")), mount =>
            mount.Text("mountPath")!.StartsWith(PodSettings.UsualKubelet, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kubelet")]
    [InlineData("/")]
    [InlineData("/a/../b")]
    [InlineData("/a b")]
    [InlineData("")]
    public void KubeletFolder_NoAbsolutePath_IsRefused(string folder) => Assert.Equal(NsmErrors.OptionInvalid,
        Assert.Throws<NsmException>(() => Render(new() { Version = "v0.2.1", KubeletPath = folder })).Error);

    [Theory]
    [InlineData("Reg")]
    [InlineData("a/b")]
    [InlineData("")]
    public void PullSecret_NoName_IsRefused(string name) => Assert.Equal(NsmErrors.OptionInvalid,
        Assert.Throws<NsmException>(() => Render(new() { Version = "v0.2.1", ImagePullSecrets = [name] })).Error);

    private static IReadOnlyList<System.Text.Json.Nodes.JsonObject> Render(NsmMeshOptions options)
    {
        var renderer = new MeshRenderer(Repository.Catalog, options);
        return [.. renderer.Render(renderer.Generation == Generation.V1
            ? null
            : WebhookCertificate.Create(renderer.Namespace, TimeProvider.System)).Objects];
    }
}
