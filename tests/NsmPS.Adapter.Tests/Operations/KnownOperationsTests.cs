using NsmPS.Adapter.Events;
using NsmPS.Adapter.Operations;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Operations;

public sealed class KnownOperationsTests : IDisposable
{
    private readonly NsmPS.Core.Tests.TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Keys_Always_AreThoseOfMesheryNsmAndHelloNsm() => Assert.Equal(
        [
            "network_service_mesh", "nsm-icmp-responder-sample-app", "nsm-vpp-icmp-responder-sample-app", "nsm-vpn-sample-app", "nsm-hello-nsm-sample-app",
            "bookinfo", "httpbin", "imagehub", "emojivoto", "custom", "smi_conformance",
        ],
        KnownOperations.All.Select(operation => operation.Key));

    [Theory]
    [InlineData("nsm", "network_service_mesh")]
    [InlineData("nsm_install", "network_service_mesh")]
    [InlineData("icmp_sample_install", "nsm-icmp-responder-sample-app")]
    [InlineData("vpp_icmp_sample_install", "nsm-vpp-icmp-responder-sample-app")]
    [InlineData("vpn_sample_install", "nsm-vpn-sample-app")]
    [InlineData("hello_nsm_app", "nsm-hello-nsm-sample-app")]
    [InlineData("custom", "custom")]
    public void Find_OldKey_IsTheSameOperation(string key, string expected) => Assert.Equal(expected, OperationRegistry.Find(key)?.Key);

    [Theory]
    [InlineData("")]
    [InlineData("NSM")]
    [InlineData("component")]
    [InlineData("istio")]
    public void Find_OtherKey_IsNothing(string key) => Assert.Null(OperationRegistry.Find(key));

    [Fact]
    public void Offered_Samples_AreThoseOfTheCatalogue()
    {
        var catalog = new AdapterCatalog(TestAdapter.Settings.Manifests);
        var registry = new OperationRegistry(catalog, TestAdapter.Settings);

        var offered = registry.Offered.Where(operation => operation.Kind == OperationKind.Sample).Select(operation => operation.Sample);

        Assert.Equal(["icmp-responder", "vpp-icmp-responder", "vpn", "hello-nsm"], offered);
    }

    [Fact]
    public void RequireOffered_SampleNotInTheCatalogue_NamesThoseThatAre()
    {
        _folder.Write("mesh/none.txt", "");
        var registry = new OperationRegistry(new AdapterCatalog(_folder.Path), TestAdapter.Settings);

        var error = Assert.Throws<NsmException>(() => registry.RequireOffered(OperationRegistry.Find("nsm-icmp-responder-sample-app")!));

        Assert.Equal(NsmErrors.OperationNotOffered, error.Error);
        Assert.DoesNotContain(registry.Offered, operation => operation.Kind == OperationKind.Sample);
    }

    [Fact]
    public void Offered_FolderConfigured_ListsTheApplication()
    {
        var settings = TestAdapter.Settings with { OperationFolders = TestAdapter.Settings.OperationFolders.Add("bookinfo", _folder.Path) };

        var registry = new OperationRegistry(new AdapterCatalog(settings.Manifests), settings);

        Assert.Contains(registry.Offered, operation => operation.Key == "bookinfo");
        Assert.DoesNotContain(registry.Offered, operation => operation.Key is "httpbin" or "smi_conformance");
    }

    [Fact]
    public void Descriptions_Requests_NeverShowBodiesOrKubeconfigs()
    {
        var request = new OperationRequest
        {
            Operation = KnownOperations.Custom,
            Direction = OperationDirection.Apply,
            OperationId = "id",
            Body = "secret-of-test",
            Clusters = [new ClusterSource.Remote("secret-of-test", "kubeconfig 1 of 1")],
        };

        Assert.DoesNotContain("secret-of-test", request + request.Clusters[0].ToString() + EventTexts.Started(request, request.Clusters[0].ToString()), StringComparison.Ordinal);
    }
}
