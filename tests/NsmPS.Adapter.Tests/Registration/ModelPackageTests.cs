using NsmPS.Adapter.Registration;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Registration;

public sealed class ModelPackageTests
{
    [Fact]
    public void For_EveryRelease_HoldsItsModelAndItsComponents()
    {
        var packages = ModelPackage.For(Repository.Catalog).ToList();

        Assert.Equal(["v0.2.0", "v0.2.1", "v1.18.0"], packages.Select(package => package.Version).Order());
        foreach (var package in packages)
        {
            var entries = MesheryServer.Unpack(package.Content).ToList();
            Assert.Equal($"network_service_mesh-{package.Version}.tar.gz", package.FileName);
            Assert.Equal($"network_service_mesh/{package.Version}/v1.0.0/model.json", entries[0].Name);
            Assert.All(entries.Skip(1), entry => Assert.Equal(
                (package.Version, $"network_service_mesh/{package.Version}/v1.0.0/components/{entry.Document["component"]!["kind"]}.json"),
                ((string)entry.Document["model"]!["model"]!["version"]!, entry.Name)));
            Assert.Contains(entries, entry => (string?)entry.Document["kind"] == "NetworkServiceMesh");
        }
    }

    [Fact]
    public void For_Twice_GivesTheSameBytes() => Assert.Equal(
        ModelPackage.For(Repository.Catalog).Select(package => Convert.ToHexString(package.Content)),
        ModelPackage.For(Repository.Catalog).Select(package => Convert.ToHexString(package.Content)));
}
