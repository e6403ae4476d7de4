using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class FaultRulesTests
{
    [Theory]
    [InlineData("web:1", false)]
    [InlineData("web:1-missing", true)]
    [InlineData("docker.io/networkservicemesh/nsmd:v0.2.0", true)]
    public void IsMissing_Image_IsMeantByTagOrFault(string image, bool missing) =>
        Assert.Equal(missing, FaultRules.IsMissing(Box(NsmSandboxFaultKind.ImageFailure, "/nsmd:"), image));

    [Theory]
    [InlineData("web", true)]
    [InlineData("web-abc-x", true)]
    [InlineData("web-abc", false)]
    [InlineData("we", false)]
    public void Crashes_Pod_IsMeantByItsOwnNameOrItsDeployments(string name, bool crashes)
    {
        var pod = (JsonObject)JsonNode.Parse(
            """
            {"metadata":{"name":"web-abc-x","labels":{"pod-template-hash":"abc"},"ownerReferences":[{"controller":true,
              "name":"web-abc"}]}}
            """)!;

        Assert.Equal(crashes, FaultRules.Crashes(Box(NsmSandboxFaultKind.PodCrash, name), pod));
    }

    [Fact]
    public void Kinds_OfTheSandbox_AreThoseOfItsCommands() =>
        Assert.Equal(Enum.GetNames<NsmSandboxFaultKind>(), Enum.GetNames<NsmSandboxFaultKind>());

    private static FaultBox Box(NsmSandboxFaultKind kind, string target)
    {
        var box = new FaultBox();
        box.Set(new Fault { Kind = kind, Target = target });
        return box;
    }
}
