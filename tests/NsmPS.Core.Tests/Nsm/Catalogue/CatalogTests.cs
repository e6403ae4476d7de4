using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Core.Tests.Nsm.Catalogue;

public class CatalogTests
{
    [Fact]
    public void Load_OwnFolder_HasTheReleasesAndTheirImageTags()
    {
        Assert.Equal(["v0.2.0", "v0.2.1", "v1.18.0"], Repository.Catalog.Releases.Select(release => release.Version));
        Assert.Equal(["v0.2.0", "v0.2.0", "v1.18.0"], Repository.Catalog.Releases.Select(release => release.ImageTag));
        Assert.Equal([false, false, true], Repository.Catalog.Releases.Select(release => release.MaintainedUpstream));
        Assert.Equal([false, false, true], Repository.Catalog.Releases.Select(release => release.UsesSpire));
        Assert.All(Repository.Catalog.Releases, release => Assert.Equal("vpp", release.ForwardingPlanes[0]));
        Assert.Equal(["hello-nsm", "icmp-responder", "icmp-responder", "icmp-responder-ip", "vpn", "vpp-icmp-responder", "vpp-icmp-responder"], Repository.Catalog.SampleApps.Select(sample => sample.Name));
    }

    [Fact]
    public void DefaultRelease_OwnFolder_IsNotTheNewest() => Assert.Equal("v0.2.1", Repository.Catalog.DefaultRelease.Version);

    [Fact]
    public void Sample_TwoGenerations_EachHasItsOwn()
    {
        Assert.Null(Repository.Catalog.Sample("icmp-responder").File.Namespace);
        Assert.Null(Repository.Catalog.Sample("icmp-responder", Generation.V02).File.Namespace);
        Assert.Equal("ns-icmp-responder", Repository.Catalog.Sample("icmp-responder", Generation.V1).File.Namespace);
        Assert.Equal(Generation.V1, Repository.Catalog.Sample("icmp-responder-ip", Generation.V02).Generation);
    }

    [Fact]
    public void Definitions_Release_AreCopies()
    {
        var first = Repository.Catalog.Definitions("0.2.1");
        first[0].Clear();

        Assert.Equal(
            NsmTypes.All.Select(NsmTypes.DefinitionName).Order(StringComparer.Ordinal), Repository.Catalog.Definitions("v0.2.1").Select(item => item.Name()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("v0.2.1")]
    [InlineData("0.2.1")]
    [InlineData("V0.2.1")]
    public void Release_AnySpelling_IsFound(string version) => Assert.Equal("v0.2.1", Repository.Catalog.Release(version).Info.Version);

    [Fact]
    public void Release_Unknown_NamesTheKnownOnes()
    {
        var error = Assert.Throws<NsmException>(() => Repository.Catalog.Release("v9"));

        Assert.Equal(NsmErrors.ReleaseUnknown, error.Error);
        Assert.Contains("v0.2.0, v0.2.1, v1.18.0", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version: v9\nnonsense: 1\n")]
    [InlineData("version: v9\n")]
    [InlineData("a: 1\n---\nb: 2\n")]
    public void Load_BadCatalogFile_NamesIt(string yaml)
    {
        using var folder = new TemporaryFolder();
        folder.Write("mesh/v9/catalog.yaml", yaml);

        var error = Assert.Throws<NsmException>(() => Catalog.Load(Repository.ManifestFolder, folder.Path));

        Assert.Equal(NsmErrors.CatalogInvalid, error.Error);
        Assert.Contains("catalog.yaml", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_SampleWithABadCheck_NamesIt()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.ManifestFolder, "samples/vpn")))
        {
            folder.Write($"samples/mine/{Path.GetFileName(file)}", File.ReadAllText(file).Replace("name: vpn\n", "name: mine\n", StringComparison.Ordinal).Replace("{endpoint}:80/", "{endpoint}:80/$(x)", StringComparison.Ordinal));
        }

        var error = Assert.Throws<NsmException>(() => Catalog.Load(Repository.ManifestFolder, folder.Path));

        Assert.Equal(NsmErrors.CatalogInvalid, error.Error);
        Assert.Contains("check 'port 80 is open': 'http://{endpoint}:80/$(x)' is not an http URL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ReleaseOfTheUser_ComesInAddition()
    {
        using var folder = new TemporaryFolder();
        folder.Write("mesh/v9/catalog.yaml", File.ReadAllText(Path.Combine(Repository.ManifestFolder, "mesh/v0.2.0/catalog.yaml")).Replace("version: v0.2.0", "version: v9.0.0", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.ManifestFolder, "mesh/v0.2.0"), "*.yaml").Where(file => !file.EndsWith("catalog.yaml", StringComparison.Ordinal)))
        {
            folder.Write($"mesh/v9/{Path.GetFileName(file)}", File.ReadAllText(file));
        }

        Assert.Equal("v9.0.0", Catalog.Load(Repository.ManifestFolder, folder.Path).Releases[^1].Version);
    }

    [Fact]
    public void Load_ManifestOutsideTheFolder_IsRefused()
    {
        var error = Assert.Throws<NsmException>(() => CatalogReader.ReadManifest(Repository.ManifestFolder, "../LICENSE"));

        Assert.Equal(NsmErrors.CatalogInvalid, error.Error);
    }

    [Fact]
    public void Load_MissingFolder_NamesIt() =>
        Assert.Contains("/no/such", Assert.Throws<NsmException>(() => Catalog.Load("/no/such")).Message, StringComparison.Ordinal);
}
