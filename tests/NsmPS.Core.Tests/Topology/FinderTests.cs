using System.Text.Json.Nodes;
using NsmPS.Apply;
using NsmPS.Cluster;
using NsmPS.Topology;

namespace NsmPS.Tests.Topology;

public sealed class FinderTests
{
    [Theory]
    [InlineData("icmp-responder", "icmp-responder nsm0")]
    [InlineData("icmp-responder?app=icmp", "icmp-responder nsm0")]
    [InlineData("icmp-responder/eth7?app=icmp", "icmp-responder eth7")]
    [InlineData("one,two/x, three", "one nsm0;two x; three nsm2")]
    public void WireRequest_Annotation_IsReadAsNsmDoes(string annotation, string expected) =>
        Assert.Equal(expected, string.Join(';', WireRequest.Parse(annotation).Select(request => $"{request.NetworkService} {request.Interface}")));

    [Fact]
    public void WireRequest_EndlessAnnotation_IsBounded() => Assert.Equal(64, WireRequest.Parse(new string(',', 100_000)).Count);

    [Fact]
    public void Clients_WhoeverAsks_AreFound()
    {
        var deployment = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "apps", ["annotations"] = new JsonObject { [KubeNames.InjectionAnnotation] = "shop" } },
            ["spec"] = new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "web" } } },
        };
        var owned = Pods.Client("owned", "n1", injected: false);
        owned.Ensure("metadata", "labels")["app"] = "web";
        var ended = Pods.Client("ended", "n1");
        ended.Ensure("status")["phase"] = "Succeeded";
        var going = Pods.Client("going", "n1");
        going.Ensure("metadata")["deletionTimestamp"] = "2026-01-01T00:00:00Z";

        var found = ClientFinder.Find([owned, Pods.Client("given", "n1"), Pods.Client("asking", "n1", injected: false, annotation: "bank"), Pods.Endpoint("e", "n1"), ended, going], [deployment]);

        Assert.Equal(["asking  bank", "given  icmp-responder", "owned web shop"], found.Select(client => $"{client.Pod.Name()} {client.Workload} {client.Requests[0].NetworkService}"));
    }

    [Fact]
    public void Endpoints_OldAndNewVariable_AreFound() =>
        Assert.Equal(["a", "b"], EndpointFinder.Find([Pods.Client("c", "n1"), Pods.Endpoint("a", "n1"), Pods.Endpoint("b", "n1", "ENDPOINT_NETWORK_SERVICE")], [], []).Select(endpoint => endpoint.Pod.Name()));

    [Fact]
    public void Registry_OnePodOfANode_IsBehindItsRegistration()
    {
        var rows = new World().Add(Pods.Endpoint("a", "n1")).Add(Pods.Endpoint("b", "n2")).View().Endpoints;

        Assert.Equal([("icmp-a", "a", false), ("icmp-b", "b", false)], rows.Select(row => (row.Name, row.Pod, row.Orphan)));
    }

    [Fact]
    public void Registry_NothingBehindIt_IsAnOrphan()
    {
        var world = new World().Add(Pods.Endpoint("a", "n1"));
        world.Registrations.Add(Pods.Registration("icmp-c", "n9"));

        Assert.Equal(
            [("icmp-a", false, ""), ("icmp-b", true, "no pod on node n2 provides it"), ("icmp-c", true, "its node n9 is gone")],
            world.View().Endpoints.Select(row => (row.Name, row.Orphan, row.Detail)));
    }

    [Fact]
    public void Registry_SeveralPodsOfANode_ManagersTellWhich()
    {
        World Make()
        {
            var world = new World().Add(Pods.Endpoint("a1", "n1")).Add(Pods.Endpoint("a2", "n1")).Add(Pods.Endpoint("b", "n2"));
            world.Registrations.Insert(0, Pods.Registration("icmp-0", "n1"));
            return world;
        }

        Assert.All(Make().View().Endpoints.Where(row => row.Node == "n1"), row => Assert.Equal((false, "", "2 registrations and 2 pods on node n1 could belong together"), (row.Orphan, row.Pod, row.Detail)));
        var told = Make().Tell("n1", World.Local("c", "172.16.1.1/30", "a2", "nsmx", "icmp-a")).View().Endpoints;
        Assert.Equal([("icmp-0", "a1"), ("icmp-a", "a2"), ("icmp-b", "b")], told.Select(row => (row.Name, row.Pod)));
    }
}
