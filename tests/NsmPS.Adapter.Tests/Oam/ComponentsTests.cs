using NsmPS.Adapter.Oam;

namespace NsmPS.Adapter.Tests.Oam;

public sealed class ComponentsTests
{
    [Fact]
    public void Read_OldForm_TakesTypeNameNamespaceAndSettings()
    {
        var component = DesignComponent.Read(
            """
            {"kind":"Component","metadata":{"name":"a","namespace":"n"},"spec":{"type":"NetworkService.NSM","version":"v1",
              "settings":{"spec":{"payload":"IP"}}}}
            """);

        Assert.Equal(("NetworkService", "a", "n", "v1"), (component.Kind, component.Name, component.Namespace, component.Version));
        Assert.Equal(
            """{"apiVersion":"networkservicemesh.io/v1alpha1","kind":"NetworkService","metadata":{"name":"a","namespace":"x"}"""
                + ""","spec":{"payload":"IP"}}""", component.ToObject("x").ToJsonString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"spec\":{}}")]
    [InlineData("{\"spec\":{\"type\":\"NetworkService\"}}")]
    [InlineData("{\"spec\":{\"type\":\"NetworkService\"},\"metadata\":{\"name\":7}}")]
    [InlineData("{\"a\":1,\"a\":2,\"metadata\":{\"name\":\"x\"}}")]
    public void Read_NotAComponent_IsRefused(string json) =>
        Assert.Equal(NsmErrors.ComponentUnknown, Assert.Throws<NsmException>(() => DesignComponent.Read(json)).Error);

    [Fact]
    public void Read_TooDeep_IsRefused()
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", 10_000)) + "1" + new string('}', 10_000);

        Assert.Equal(NsmErrors.ComponentUnknown, Assert.Throws<NsmException>(() => DesignComponent.Read(json)).Error);
    }
}
