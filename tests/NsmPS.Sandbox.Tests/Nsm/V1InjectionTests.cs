using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.V1;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class V1InjectionTests
{
    private const string Wish = """{"networkservicemesh.io":"kernel://s/nsm-1"}""";
    private static readonly JsonObject s_server = Parse(
        """{"env":[{"name":"NSM_CONTAINER_IMAGES","value":"r/cmd-nsc:v1"},{"name":"NSM_INIT_CONTAINER_IMAGES","value":"r/cmd-nsc-init:v1"},{"name":"NSM_LABELS","value":"spiffe.io/spiffe-id:true"}]}""");

    [Theory]
    [InlineData(Wish, "null", true)]
    [InlineData("null", "null", false)]
    [InlineData(Wish, """{"a":"b"}""", false)]
    [InlineData("null", Wish, false)]
    public void Apply_Deployment_CountsItsOwnAnnotationOnlyWhereTheTemplateHasNone(string own, string template, bool injected)
    {
        var item = Deployment(own, template);

        V1Injection.Apply(BuiltIn.Deployments, item, s_server, null);

        Assert.Equal(injected, item.Items("spec", "template", "spec", "initContainers").Any());
    }

    [Fact]
    public void Apply_ReplicaSetOfADeployment_IsLeftAlone()
    {
        var item = Deployment(Wish, "null");
        item["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = "Deployment" });

        V1Injection.Apply(BuiltIn.ReplicaSets, item, s_server, null);

        Assert.Empty(item.Items("spec", "template", "spec", "initContainers"));
    }

    [Fact]
    public void Apply_Pod_GetsContainersVolumesAndLabelAndKeepsItsOwn()
    {
        var pod = Parse($$$"""{"metadata":{"annotations":{{{Wish}}},"labels":{"app":"a"}},"spec":{"initContainers":[{"name":"own"}],"containers":[{"name":"alpine"}]}}""");

        V1Injection.Apply(BuiltIn.Pods, pod, s_server, null);

        Assert.Equal(["own", "cmd-nsc-init"], pod.Items("spec", "initContainers").Select(item => item.Text("name")));
        Assert.Equal(["alpine", "cmd-nsc"], pod.Items("spec", "containers").Select(item => item.Text("name")));
        Assert.Equal(["/run/spire/sockets", "/var/lib/networkservicemesh"], pod.Items("spec", "volumes").Select(item => item.Text("hostPath", "path")));
        Assert.Equal("true", pod.Text("metadata", "labels", "spiffe.io/spiffe-id"));
        Assert.Equal("kernel://s/nsm-1", Components.Variable(pod.Items("spec", "containers").Last(), "NSM_NETWORK_SERVICES"));
    }

    [Fact]
    public void Apply_PodWithoutAnnotation_TakesThatOfItsNamespace()
    {
        var pod = Parse("""{"metadata":{},"spec":{"containers":[{"name":"alpine"}]}}""");

        V1Injection.Apply(BuiltIn.Pods, pod, s_server, Parse($$$"""{"metadata":{"annotations":{{{Wish}}} } }"""));

        Assert.Equal("cmd-nsc-init", pod.Items("spec", "initContainers").Single().Text("name"));
    }

    [Theory]
    [InlineData("kernel://icmp-responder/nsm-1", "icmp-responder nsm-1")]
    [InlineData("kernel://a/x?app=icmp,kernel://b,memif://c/nsm-3", "a x,b nsm-2,c memif")]
    public void Parse_Annotation_ReadsServicesAndInterfaces(string annotation, string wishes) =>
        Assert.Equal(wishes, string.Join(',', V1Wish.Parse(annotation).Select(wish => $"{wish.Service} {wish.Interface}")));

    private static JsonObject Deployment(string own, string template) => Parse(
        $$$"""{"metadata":{"annotations":{{{own}}}},"spec":{"template":{"metadata":{"annotations":{{{template}}},"labels":{"app":"a"}},"spec":{"containers":[{"name":"alpine"}]} } } }""");

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
