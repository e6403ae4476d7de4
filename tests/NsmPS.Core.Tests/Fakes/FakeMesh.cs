extern alias sandbox;

using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;
using NsmPS.Nsm.Wires;
using ExecCall = sandbox::NsmPS.Sandbox.Store.ExecCall;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>Controllers, nodes and NSM as they look from outside, on the API server in
/// memory: two nodes, everything ready at once.</summary>
internal sealed class FakeMesh
{
    public const string Home = "nsm-system";

    /// <summary>Images with this tag cannot be had.</summary>
    public const string MissingTag = "missing";

    /// <summary>Images with this tag take forever.</summary>
    public const string SlowTag = "slow";

    private static readonly string[] s_nodes = ["n1", "n2"];

    private int _pods;

    public FakeMesh(TimeProvider? time = null)
    {
        Server = new ApiServer(time);
        foreach (var node in s_nodes)
        {
            Server.Put(Node(node));
        }

        Server.OnApplied("DaemonSet", StartDaemons);
        Server.OnApplied("Deployment", StartReplicas);
        Server.OnApplied("Pod", Pull);
        Server.OnAdmission("Deployment", Inject);
        Server.Exec = (call, _) => Task.FromResult(Answer(call));
    }

    public ApiServer Server { get; }

    /// <summary>Whether the webhook answers.</summary>
    public bool Injects { get; set; } = true;

    /// <summary>Whether clients get their wires.</summary>
    public bool Wires { get; set; } = true;

    /// <summary>Pods that have no wire, whatever others have.</summary>
    public ConcurrentDictionary<string, bool> Cut { get; } = [];

    /// <summary>Whether the interfaces of wires have a link.</summary>
    public bool LinksAreUp { get; set; } = true;

    /// <summary>Links that are left in the nodes' own networks, as node and name.</summary>
    public ConcurrentDictionary<(string Node, string Link), bool> Leftovers { get; } = [];

    /// <summary>What the numbers of links begin with: those of links that are made again are others.</summary>
    public int LinkNumber { get; set; } = 1;

    /// <summary>Whether those links are in use.</summary>
    public bool LinksAreUsed { get; set; }

    /// <summary>What kind those links are of; none where nodes cannot tell it.</summary>
    public string LinkKind { get; set; } = "veth";

    /// <summary>The lines that <c>ip addr</c> has of the address of links on nodes.</summary>
    public string LinkAddress { get; set; } = "";

    /// <summary>What <c>ip addr</c> says of the bridge of links on nodes.</summary>
    public string LinkMaster { get; set; } = "";

    /// <summary>Changes the pods of workloads that start from now on.</summary>
    public Action<JsonObject> OnPod { get; set; } = _ => { };

    public bool Has(string kind, string name) =>
        Server.All(KnownTypes.All.Concat(NsmTypes.All).First(type => type.Kind == kind)).Any(item => item.Name() == name);

    private static JsonObject Node(string name) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Node",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["status"] = new JsonObject { ["conditions"] = Ready() },
    };

    /// <summary>What a kubelet does with a pod that was made for a node.</summary>
    private static void Pull(JsonObject pod)
    {
        if (pod.Label(OwnNames.ImageCheckLabel) is not null && pod.At("status", "containerStatuses") is null)
        {
            var images = pod.Items("spec", "containers").Select(container => container.Text("image")!);
            pod.Ensure("status")["containerStatuses"] = new JsonArray([.. images.Select(image => new JsonObject
            {
                ["image"] = image,
                ["state"] = image.EndsWith(MissingTag, StringComparison.Ordinal)
                    ? new JsonObject
                    {
                        ["waiting"] = new JsonObject { ["reason"] = "ErrImageNeverPull", ["message"] = "it is not on the node" }
                    }
                    : image.EndsWith(SlowTag, StringComparison.Ordinal)
                        ? new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "ContainerCreating" } }
                    : new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 0 } },
            })]);
        }
    }

    private void StartDaemons(JsonObject daemonSet)
    {
        foreach (var old in PodsOf(daemonSet).Where(pod => !Images.Of(pod).SequenceEqual(Images.Of(daemonSet))))
        {
            Server.Remove(old.Key());
        }

        if (PodsOf(daemonSet).Count == 0)
        {
            foreach (var node in s_nodes)
            {
                var pod = StartPod(daemonSet, node);
                if (daemonSet.Name() == NsmNames.ManagerDaemonSet)
                {
                    Register(pod, node);
                }
            }
        }

        var ready = PodsOf(daemonSet).Count(pod => pod.HasCondition("Ready"));
        daemonSet["status"] = new JsonObject
        {
            ["observedGeneration"] = daemonSet.Number("metadata", "generation"),
            ["desiredNumberScheduled"] = s_nodes.Length,
            ["updatedNumberScheduled"] = s_nodes.Length,
            ["numberReady"] = ready,
            ["numberAvailable"] = ready,
        };
    }

    /// <summary>What a manager does when it starts: its object, and the sockets of its node.</summary>
    private void Register(JsonObject pod, string node)
    {
        Server.Put(new JsonObject
        {
            ["apiVersion"] = NsmNames.ApiVersion,
            ["kind"] = "NetworkServiceManager",
            ["metadata"] = new JsonObject { ["name"] = node, ["namespace"] = "default" },
            ["spec"] = new JsonObject { ["url"] = pod.Text("status", "podIP") + ":5001" },
        });
        Server.Update(new ObjectKey("v1", "Node", null, node),
            item => item.Ensure("status", "allocatable")[NsmNames.SocketResource] = "30");
    }

    private void StartReplicas(JsonObject deployment)
    {
        var wanted = (int)deployment.Number("spec", "replicas");
        for (var i = PodsOf(deployment).Count; i < wanted; i++)
        {
            var pod = StartPod(deployment, s_nodes[i % s_nodes.Length]);
            if (deployment.Name() == "icmp-responder-nse")
            {
                Advertise(pod);
            }
        }

        var ready = PodsOf(deployment).Count(pod => pod.HasCondition("Ready"));
        deployment["status"] = new JsonObject
        {
            ["observedGeneration"] = deployment.Number("metadata", "generation"),
            ["replicas"] = wanted,
            ["updatedReplicas"] = wanted,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
        };
    }

    private void Advertise(JsonObject pod) => Server.Put(new JsonObject
    {
        ["apiVersion"] = NsmNames.ApiVersion,
        ["kind"] = "NetworkServiceEndpoint",
        ["metadata"] = new JsonObject { ["name"] = "icmp-responder" + pod.Name()[^1], ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["networkservicename"] = "icmp-responder", ["nsmname"] = pod.Text("spec", "nodeName") },
        ["status"] = new JsonObject { ["state"] = "RUNNING" },
    });

    private JsonObject StartPod(JsonObject owner, string node)
    {
        var number = ++_pods;
        var template = owner.At("spec", "template")!;
        var spec = template.At("spec")!.DeepClone().AsObject();
        spec["nodeName"] = node;
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject
            {
                ["name"] = string.Create(CultureInfo.InvariantCulture, $"{owner.Name()}-{number}"),
                ["namespace"] = owner.Namespace(),
                ["labels"] = template.At("metadata", "labels")!.DeepClone(),
                ["ownerReferences"] = new JsonArray(new JsonObject
                {
                    ["apiVersion"] = owner.Text("apiVersion"),
                    ["kind"] = owner.Kind(),
                    ["name"] = owner.Name(),
                    ["uid"] = owner.Text("metadata", "uid"),
                }),
            },
            ["spec"] = spec,
            ["status"] = new JsonObject
            {
                ["phase"] = "Running",
                ["podIP"] = string.Create(CultureInfo.InvariantCulture, $"10.244.0.{number}"),
                ["conditions"] = Ready()
            },
        };
        OnPod(pod);
        return Server.Put(pod);
    }

    private List<JsonObject> PodsOf(JsonObject owner) =>
        [.. Server.All(KnownTypes.Pods)
            .Where(pod => !pod.IsTerminating()
                && pod.Items("metadata", "ownerReferences").Any(reference => reference.Text("name") == owner.Name()))];

    private void Inject(Review review)
    {
        var configured = Server.All(KnownTypes.MutatingWebhookConfigurations).Count > 0;
        if (review.Existing is null && configured && Injects
            && review.Object.At("metadata", "annotations", NsmNames.InjectionAnnotation) is not null)
        {
            review.Object.Ensure("spec", "template", "spec")["initContainers"] = new JsonArray(new JsonObject
            {
                ["name"] = NsmNames.InitContainer,
                ["image"] = "networkservicemesh/nsm-init:v0.2.0",
                ["env"] = new JsonArray(new JsonObject
                {
                    ["name"] = NsmNames.RequestVariable,
                    ["value"] = review.Object.Text("metadata", "annotations", NsmNames.InjectionAnnotation)
                }),
            });
        }
    }

    private ExecAnswer Answer(ExecCall call) => call.Command is ["ip", "link", ..] or ["ip", "addr"]
        ? Link(call, [.. call.Command.Skip(2)])
        : call.Command is ["ip", "-d", "link"]
        ? LinkKind.Length > 0 ? Link(call, []) : new ExecAnswer(1)
        : call.Command[^1].Contains("/sys/class/net", StringComparison.Ordinal)
        ? new ExecAnswer(1)
        : call.Command[^1].Contains("ip addr", StringComparison.Ordinal)
        ? new ExecAnswer(0, Network(call.Pod))
        : new ExecAnswer(0, Network(call.Pod) + PingCommand.Marker, Read: target => target == "\n" ? new ExecAnswer(0) : new ExecAnswer(
            0, $"1 packets transmitted, 1 packets received, 0% packet loss\nround-trip min/avg/max = 0.1/0.2/0.3 ms\n{target.Trim()} dev "
                + $"nsm0 lladdr {EndpointMac} REACHABLE"));

    /// <summary>The link is one of the node's, because forwarders share its network.</summary>
    private ExecAnswer Link(ExecCall call, string[] arguments)
    {
        var node = Server.All(KnownTypes.Pods).First(pod => pod.Name() == call.Pod).Text("spec", "nodeName")!;
        if (arguments is ["del", var name])
        {
            return new ExecAnswer(Leftovers.TryRemove((node, name), out _) ? 0 : 1);
        }

        var used = LinksAreUsed ? ",UP,LOWER_UP" : "";
        var links = Leftovers.Keys.Where(entry => entry.Node == node)
            .Select(entry =>
                string.Create(CultureInfo.InvariantCulture,
                    $"{NumberOf(entry.Link)}: {entry.Link}@if9: <BROADCAST,MULTICAST{used}> mtu 1500 qdisc noop{LinkMaster}\n"
                        + $"    {LinkKind} \n{LinkAddress}"));
        return new ExecAnswer(0, "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue\n" + string.Concat(links));
    }

    private int NumberOf(string link) => LinkNumber + link.Sum(letter => letter);

    private const string EndpointMac = "02:00:00:00:00:01";

    private string Network(string pod) => pod.Contains("-nse-", StringComparison.Ordinal)
        ? Interface("nsmabcdefghi", pod == FirstEndpoint ? EndpointMac : "02:00:00:00:00:02", "172.16.1.2/30")
        : Wires && !Cut.ContainsKey(pod) ? Interface("nsm0", "02:00:00:00:00:09", "172.16.1.1/30")
        : Interface("eth0", "02:00:00:00:00:08", "10.244.0.9/24");

    private string FirstEndpoint =>
        Server.All(KnownTypes.Pods).Select(pod => pod.Name()).First(name => name.Contains("-nse-", StringComparison.Ordinal));

    private string Interface(string name, string mac, string address) =>
        $"2: {name}: <BROADCAST{(LinksAreUp ? ",UP,LOWER_UP" : ",M-DOWN")}> mtu 1500 qdisc noqueue\n"
            + $"    link/ether {mac} brd ff:ff:ff:ff:ff:ff\n    inet {address} scope "
            + $"global {name}\n";

    private static JsonArray Ready() => new(new JsonObject { ["type"] = "Ready", ["status"] = "True" });
}
