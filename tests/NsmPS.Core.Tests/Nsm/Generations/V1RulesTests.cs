using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Core.Tests.Nsm.Generations;

public class V1RulesTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeSeconds(1_000);
    private static readonly GenerationRules s_rules = GenerationRules.For(Generation.V1);
    private static readonly JsonObject s_manager = Parse(
        """
        {"kind":"DaemonSet","metadata":{"name":"nsmgr","namespace":"nsm-system"},"spec":{"selector":{"matchLabels":{"app":"nsmgr"}}}}
        """);
    private static readonly JsonObject s_pod = Parse(
        """
        {"metadata":{"name":"nsmgr-1","namespace":"nsm-system","labels":{"app":"nsmgr"},
          "ownerReferences":[{"kind":"DaemonSet","name":"nsmgr"}]},"spec":{"nodeName":"n1"},
          "status":{"podIP":"10.0.0.1"}}
        """);

    [Theory]
    [InlineData("forwarder", "n1", "tcp://[10.0.0.1]:5001", 1_060, NsmState.Ready, "")]
    [InlineData("forwarder", "n1", "tcp://10.0.0.1:5001", 1_060, NsmState.Ready, "")]
    [InlineData("forwarder", "n1", "tcp://[10.0.0.9]:5001", 1_060, NsmState.Pending, "10.0.0.9")]
    [InlineData("forwarder", "n1", "tcp://[10.0.0.1]:5001", 999, NsmState.Pending, "not registered")]
    [InlineData("forwarder", "n2", "tcp://[10.0.0.1]:5001", 1_060, NsmState.Pending, "not registered")]
    [InlineData("icmp-responder", "n1", "tcp://[10.0.0.1]:5001", 1_060, NsmState.Pending, "not registered")]
    public void Nodes_ForwardersRegistration_DecidesTheState(string service, string node, string url, long expires, NsmState state,
        string reason)
    {
        var nodes = s_rules.Describe(new MeshParts(s_manager, [s_pod], [], [Registration("forwarder-1", service, node, url, expires)],
            s_now)).ToArray();

        var item = Assert.Single(s_rules.Evaluate(nodes));
        Assert.Equal(("Node/n1", state), (item.Target, item.State));
        Assert.Contains(reason, item.Reason, StringComparison.Ordinal);
        Assert.Equal(state == NsmState.Ready, nodes[0].ManagerIsCurrent);
    }

    [Fact]
    public void Nodes_RegistrationThatIsGone_IsAProblemOfTheMesh() =>
        Assert.Equal("node n1: its forwarder is not registered", Assert.Single(s_rules.Problems(new NsmNodeStatus("n1", -1, null, false))));

    [Fact]
    public void Endpoints_ByPod_EachNeedsItsOwnRegistration()
    {
        JsonObject[] pods = [Pod("a"), Pod("a-1"), Pod("b")];
        JsonObject[] registered = [Registration("a", "s", "n1", "u", 1_060, "spiffe://k8s.nsm/ns/ns-s/pod/a"),
            Registration("b-5f1c", "s", "n1", "u", 1_060)];

        Assert.Equal([NsmState.Ready, NsmState.Pending, NsmState.Ready],
            s_rules.Evaluate(pods, registered, "s").Select(item => item.State));
    }

    [Fact]
    public void Registered_OtherServicesAndExpiredOnes_DoNotCount()
    {
        const string Service = "icmp-responder";
        JsonObject[] all = [Registration("a", Service, "n1", "u", 1_060), Registration("b", "t", "n1", "u", 1_060),
            Registration("c", Service, "n1", "u", 10)];

        Assert.Equal("a", Assert.Single(s_rules.Registered(all, Repository.Catalog.Sample(Service, Generation.V1).File, s_now)).Name());
    }

    [Theory]
    [InlineData("nsm-system", null, false)]
    [InlineData("ns-icmp-responder", "nsmps", false)]
    [InlineData("mine", null, true)]
    public void IsHandMade_ByNamespaceAndOwner(string home, string? owner, bool handMade)
    {
        var service = Parse(
            $$$"""
            {"apiVersion":"networkservicemesh.io/v1","kind":"NetworkService","metadata":{"name":"s","namespace":"{{{home}}}",
              "labels":{"app.kubernetes.io/managed-by":"{{{owner}}}"} } }
            """);

        Assert.Equal(handMade, s_rules.IsHandMade(service, "nsm-system"));
    }

    [Theory]
    [InlineData("v1.20.2", "1.21", true)]
    [InlineData("v1.21.0", "1.21", false)]
    [InlineData("v1.32.0+nsmps.sandbox", "1.21", false)]
    [InlineData("v2.0.0", "1.21", false)]
    [InlineData("unknown", "1.21", false)]
    public void IsOlder_MajorAndMinorCount(string server, string minimum, bool older) =>
        Assert.Equal(older, KubernetesVersion.IsOlder(server, minimum));

    private static JsonObject Pod(string name) =>
        Parse($$$"""{"metadata":{"name":"{{{name}}}","namespace":"ns-s"},"spec":{"nodeName":"n1"} }""");

    private static JsonObject Registration(string name, string service, string node, string url, long expires, string? id = null)
    {
        var item = Parse($$$"""
            {"metadata":{"name":"{{{name}}}","namespace":"nsm-system"},"spec":{"network_service_names":["{{{service}}}"],"url":"{{{url}}}",
             "network_service_labels":{"{{{service}}}":{"labels":{"nodeName":"{{{node}}}"} } },
               "expiration_time":{"seconds":{{{expires}}} } } }
            """);
        if (id is not null)
        {
            item["spec"]!["path_ids"] = new JsonArray(id);
        }

        return item;
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
