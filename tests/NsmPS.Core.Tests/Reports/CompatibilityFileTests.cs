using NsmPS.Reports;
using YamlDotNet.Serialization;

namespace NsmPS.Core.Tests.Reports;

public sealed class CompatibilityFileTests
{
    private static readonly NsmCompatibility s_result = new()
    {
        Cluster = "lab",
        KubernetesVersion = "v1.20.2",
        Distribution = "minikube",
        MeshVersion = "v0.2.1",
        ComponentVersion = "edge",
        ServerVersion = "",
        Tests = [new NsmCompatibilityTest("pod/nsmgr-abc", true), new NsmCompatibilityTest("pod/icmp-responder-nsc-1", false)],
        Status = NsmCompatibilityStatus.Partial,
        ObservedAt = new DateTimeOffset(2023, 10, 12, 5, 19, 51, TimeSpan.FromHours(2)),
    };

    [Fact]
    public void Write_Result_IsFrontMatterWithTheKeysInTheirOrder() => Assert.Equal(
        """
        ---
        timestamp: 2023-10-12 03:19:51 UTC Thu
        meshery-component: meshery-nsm
        meshery-component-version: edge
        meshery-server-version: ""
        k8s-distro: minikube
        k8s-version: v1.20.2
        service-mesh: Network Service Mesh
        service-mesh-version: v0.2.1
        tests:
          pod/nsmgr-abc: Running
          pod/icmp-responder-nsc-1: Not Running
        overall-status: partial
        ---

        """,
        CompatibilityFile.Write(s_result));

    [Fact]
    public void Name_Result_IsTheMomentAndAHash()
    {
        var name = CompatibilityFile.Name(s_result);

        Assert.Matches("^10-12-2023-03-19-51_[0-9a-f]{8}\\.md$", name);
        Assert.NotEqual(name, CompatibilityFile.Name(s_result with { Distribution = "kind" }));
    }

    [Theory]
    [InlineData("x\nk8s-version: v9")]
    [InlineData("- \"list\": {a: b} # no")]
    [InlineData("true")]
    [InlineData("v1: 2")]
    [InlineData("trailing ")]
    [InlineData("v1\n")]
    public void Write_StrangeValue_StaysOneValue(string value)
    {
        var text = CompatibilityFile.Write(s_result with { Distribution = value }).Trim('-', '\n');

        var read = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(text);

        Assert.Equal(value, read["k8s-distro"]);
        Assert.Equal("v1.20.2", read["k8s-version"]);
    }
}
