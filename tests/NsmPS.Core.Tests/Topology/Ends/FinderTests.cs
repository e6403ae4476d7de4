using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;
using NsmPS.Topology;
using NsmPS.Topology.Ends;

namespace NsmPS.Core.Tests.Topology.Ends;

public sealed class FinderTests
{
    [Theory]
    [InlineData("icmp-responder", "icmp-responder nsm0")]
    [InlineData("icmp-responder?app=icmp", "icmp-responder nsm0")]
    [InlineData("icmp-responder/eth7?app=icmp", "icmp-responder eth7")]
    [InlineData("one,two/x, three", "one nsm0;two x; three nsm2")]
    public void WireRequest_Annotation_IsReadAsNsmDoes(string annotation, string expected) =>
        Assert.Equal(expected,
            string.Join(';', WireRequest.Parse(annotation).Select(request => $"{request.NetworkService} {request.Interface}")));

    [Theory]
    [InlineData("kernel://icmp-responder/nsm-7?app=icmp", "icmp-responder nsm-7")]
    [InlineData("kernel://one,memif://two/,three", "one nsm-1;two nsm-2;three nsm-3")]
    public void WireRequest_AnnotationOfV1_IsReadAsNsmV1Does(string annotation, string expected) =>
        Assert.Equal(expected, string.Join(';',
            WireRequest.Parse(annotation, Generation.V1).Select(request => $"{request.NetworkService} {request.Interface}")));

    [Theory]
    [InlineData("OUTGOING_NSC_NAME", "shop", "shop ")]
    [InlineData("CLIENT_NETWORK_SERVICE", "shop", "shop ")]
    [InlineData("NSM_NETWORK_SERVICES", "memif://shop/nsm-1", "shop nsm-1")]
    public void Clients_ProgramThatAsksItself_IsFoundWithItsWorkloadUnlessItOffersSomething(string variable, string value, string expected)
    {
        var deployment = new JsonObject
        {
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject { ["name"] = "web", ["namespace"] = "apps" },
            ["spec"] = new JsonObject
            {
                ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "web" } },
                ["template"] = new JsonObject { ["spec"] = Asking(Pods.Client("t", "n1", injected: false)).At("spec")!.DeepClone() }
            },
        };
        var pod = Asking(Pods.Client("owned", "n1", injected: false));
        Own(pod);

        var found = Assert.Single(ClientFinder.Find([pod, Asking(Pods.Endpoint("passes-on", "n1"))], [deployment]));

        Assert.Equal(("owned", "web", true, true), (found.Pod.Name(), found.Workload, found.AsksItself, found.CanAsk));
        Assert.Equal(expected, $"{found.Requests[0].NetworkService} {found.Requests[0].Interface}");

        JsonObject Asking(JsonObject item)
        {
            item.Ensure("spec")["containers"] = new JsonArray([.. item.Items("spec", "containers").Select(entry => entry.DeepClone()),
                new JsonObject { ["name"] = "asks", ["env"] = new JsonArray(new JsonObject { ["name"] = variable, ["value"] = value }) }]);
            return item;
        }
    }

    [Theory]
    [InlineData("sound", 60, "10.0.0.1", "a", "RUNNING False a n1 ")]
    [InlineData("expired", -1, "10.0.0.1", "a", "EXPIRED True a n1 its registration has expired")]
    [InlineData("pod gone", 60, "10.0.0.1", "gone", "RUNNING True  n1 its pod is gone")]
    [InlineData("manager gone", 60, "10.0.0.9", "a",
        "RUNNING True a n1 no manager has the address tcp://[10.0.0.9]:5001, under which it is registered")]
    public void RegistryOfV1_Registration_TellsPodNodeAndWhetherItCounts(string what, int seconds, string manager, string pod,
        string expected)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var nsmgr = Pods.Endpoint("nsmgr-x", "n1");
        nsmgr.Ensure("metadata", "labels")["app"] = "nsmgr";
        nsmgr.Ensure("status")["podIP"] = "10.0.0.1";
        var item = new JsonObject
        {
            ["apiVersion"] = NsmNames.V1ApiVersion,
            ["metadata"] = new JsonObject { ["name"] = what, ["namespace"] = "nsm-system" },
            ["spec"] = new JsonObject
            {
                ["network_service_names"] = new JsonArray("shop", "forwarder"),
                ["url"] = $"tcp://[{manager}]:5001",
                ["expiration_time"] = new JsonObject { ["seconds"] = now.ToUnixTimeSeconds() + seconds },
                ["path_ids"] = new JsonArray($"spiffe://k8s.nsm/ns/apps/pod/{pod}"),
            },
        };
        var objects = new TopologyObjects([Pods.Node("n1")], [Pods.Endpoint("a", "n1"), nsmgr], [], [], [item]);

        var row = Assert.Single(new ExpiringRegistry("lab", objects, now).Describe());

        Assert.Equal(("shop", expected), (row.NetworkService, $"{row.State} {row.Orphan} {row.Pod} {row.Node} {row.Detail}"));
    }

    [Fact]
    public void WireRequest_EndlessAnnotation_IsBounded() => Assert.Equal(64, WireRequest.Parse(new string(',', 100_000)).Count);

    [Fact]
    public void Clients_WhoeverAsks_AreFound()
    {
        var deployment = new JsonObject
        {
            ["kind"] = "Deployment",
            ["metadata"] = new JsonObject
            {
                ["name"] = "web",
                ["namespace"] = "apps",
                ["annotations"] = new JsonObject { [NsmNames.InjectionAnnotation] = "shop" }
            },
            ["spec"] = new JsonObject { ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "web" } } },
        };
        var owned = Pods.Client("owned", "n1", injected: false);
        Own(owned);
        var ended = Pods.Client("ended", "n1");
        ended.Ensure("status")["phase"] = "Succeeded";
        var going = Pods.Client("going", "n1");
        going.Ensure("metadata")["deletionTimestamp"] = "2026-01-01T00:00:00Z";

        var found = ClientFinder.Find([owned, Pods.Client("given", "n1"), Pods.Client("asking", "n1", injected: false, annotation: "bank"),
            Pods.Endpoint("e", "n1"), ended, going], [deployment]);

        Assert.Equal(["asking  bank", "given  icmp-responder", "owned web shop"],
            found.Select(client => $"{client.Pod.Name()} {client.Workload} {client.Requests[0].NetworkService}"));
    }

    [Fact]
    public void Endpoints_OldAndNewVariable_AreFound() =>
        Assert.Equal(["a", "b"],
            EndpointFinder.Find([Pods.Client("c", "n1"), Pods.Endpoint("a", "n1"), Pods.Endpoint("b", "n1", "ENDPOINT_NETWORK_SERVICE")],
                [], []).Select(endpoint => endpoint.Pod.Name()));

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

        Assert.All(Make().View().Endpoints.Where(row => row.Node == "n1"), row =>
            Assert.Equal((false, "", "2 registrations and 2 pods on node n1 could belong together"), (row.Orphan, row.Pod, row.Detail)));
        var told = Make().Tell("n1", World.Local("c", "172.16.1.1/30", "a2", "nsmx", "icmp-a")).View().Endpoints;
        Assert.Equal([("icmp-0", "a1"), ("icmp-a", "a2"), ("icmp-b", "b")], told.Select(row => (row.Name, row.Pod)));
    }

    /// <summary>Makes a pod one of Deployment web.</summary>
    private static void Own(JsonObject pod)
    {
        pod.Ensure("metadata")["labels"] = new JsonObject { ["app"] = "web", ["pod-template-hash"] = "5f1c" };
        pod.Ensure("metadata")["ownerReferences"] = new JsonArray(new JsonObject { ["kind"] = "ReplicaSet", ["name"] = "web-5f1c" });
    }
}
