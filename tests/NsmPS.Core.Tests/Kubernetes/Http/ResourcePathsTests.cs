using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Core.Tests.Kubernetes.Http;

public sealed class ResourcePathsTests
{
    [Theory]
    [InlineData("v1", "/api/v1")]
    [InlineData("apps/v1", "/apis/apps/v1")]
    public void Root_OfCoreAndGroup_Differs(string apiVersion, string expected) => Assert.Equal(expected, ResourcePaths.Root(apiVersion));

    [Theory]
    [InlineData(true, "ns", "/api/v1/namespaces/ns/pods/p")]
    [InlineData(false, "ns", "/api/v1/pods/p")]
    [InlineData(false, null, "/api/v1/pods/p")]
    public void Object_OfClusterKind_LeavesNamespaceOut(bool namespaced, string? space, string expected) =>
        Assert.Equal(expected, ResourcePaths.Object(new ResourceType("v1", "Pod", "pods", namespaced), space, "p"));

    [Fact]
    public void Object_NamespacedWithoutNamespace_IsRefused()
    {
        var error = Assert.Throws<NsmException>(() => ResourcePaths.Object(KnownTypes.Pods, null, "p"));
        Assert.Equal("ManifestInvalid", error.Error.Id);
    }

    [Theory]
    [InlineData("a/b", "/api/v1/namespaces/a%2Fb/pods")]
    [InlineData("a b?c#d%", "/api/v1/namespaces/a%20b%3Fc%23d%25/pods")]
    [InlineData("ü", "/api/v1/namespaces/%C3%BC/pods")]
    public void Collection_OddNames_AreEscaped(string space, string expected)
    {
        string path = ResourcePaths.Collection(KnownTypes.Pods, space);
        Assert.Equal(expected, path);
        Assert.Equal(expected, new Uri("https://host" + path).AbsolutePath);
    }

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    public void Object_DotSegments_AreRefused(string name) =>
        Assert.Throws<NsmException>(() => ResourcePaths.Object(KnownTypes.Pods, "ns", name));

    [Fact]
    public void WithQuery_NullValues_AreLeftOut() =>
        Assert.Equal("/x?a=1%262&c=in%20%28d%29", ResourcePaths.WithQuery("/x", ("a", "1&2"), ("b", null), ("c", "in (d)")));
}
