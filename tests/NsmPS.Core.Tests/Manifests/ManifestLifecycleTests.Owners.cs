using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Manifests;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Core.Tests.Manifests;

/// <summary>Objects that belong to somebody else.</summary>
public sealed partial class ManifestLifecycleTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ObjectOfAnother_IsRefusedBeforeAnythingIsSent(bool labelled)
    {
        var foreign = Sample.ConfigMap("two", "theirs");
        if (labelled)
        {
            foreign.Ensure("metadata", "labels")["nsmps.io/part"] = "custom";
        }

        _server.Put(foreign);

        var apply = await Assert.ThrowsAsync<NsmException>(() => ApplyAsync(Map("one", "1") + Map("two", "2")));
        await ApplyAsync(Map("one", "1"));
        var delete = await Assert.ThrowsAsync<NsmException>(() => DeleteAsync(Map("one", "1") + Map("two", "2")));

        Assert.Equal((NsmErrors.ObjectNotOwned, NsmErrors.ObjectNotOwned), (apply.Error, delete.Error));
        Assert.Equal("theirs", _server.Find(Sample.ConfigMapKey("two"))!.Text("data", "value"));
        Assert.NotNull(_server.Find(Sample.ConfigMapKey()));
    }

    [Fact]
    public async Task Apply_ObjectOfAnotherForced_IsAdopted()
    {
        _server.Put(Sample.ConfigMap("one", "theirs"));
        var plan = await new ManifestPlanner(Cluster, Source(Map("one", "1")), s_options).PlanApplyAsync(force: true, Token);

        await Events.CollectAsync(plan.RunAsync(s_run with { Force = true }, Token));

        Assert.Equal("1", _server.Find(Sample.ConfigMapKey())!.Text("data", "value"));
    }

    [Fact]
    public async Task ObjectOfAnotherPart_IsRefused()
    {
        await ApplyAsync(Map("one", "1"), s_options with { Part = "bookinfo" });

        var error = await Assert.ThrowsAsync<NsmException>(() => DeleteAsync(Map("one", "1")));

        Assert.Equal(NsmErrors.ObjectNotOwned, error.Error);
        Assert.Contains("part 'bookinfo', not of part 'custom'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OwnNames.MeshPart)]
    [InlineData("icmp-responder")]
    public async Task ObjectOfTheMeshOrASample_IsReservedEvenForced(string part)
    {
        var reserved = Sample.ConfigMap();
        reserved.Ensure("metadata", "labels")[KubeNames.ManagedByLabel] = KubeNames.FieldManager;
        reserved.Ensure("metadata", "labels")[KubeNames.PartOfLabel] = part;
        await _client.ApplyAsync(reserved, force: false, dryRun: false, Token);

        var apply = await Assert.ThrowsAsync<NsmException>(() =>
            new ManifestPlanner(Cluster, Source(Map("one", "2")), s_options).PlanApplyAsync(force: true, Token));
        var delete = await Assert.ThrowsAsync<NsmException>(() => DeleteAsync(Map("one", "2")));

        Assert.Equal((NsmErrors.ObjectReserved, NsmErrors.ObjectReserved), (apply.Error, delete.Error));
        Assert.Contains(part, apply.Message, StringComparison.Ordinal);
        Assert.Equal("1", _server.Find(Sample.ConfigMapKey())!.Text("data", "value"));
    }

    [Fact]
    public async Task Apply_MeshsOwnManifest_IsReserved() => Assert.Equal(NsmErrors.ObjectReserved,
        (await Assert.ThrowsAsync<NsmException>(() =>
            ApplyAsync(ManifestExport.Mesh(Repository.Catalog, new NsmMeshOptions { Version = "v0.2.1" }, TimeProvider.System)))).Error);
}
