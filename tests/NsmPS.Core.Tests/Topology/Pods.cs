using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Core.Tests.Topology;

/// <summary>Pods and what they show, as NSM v0.2.0 makes them.</summary>
internal static class Pods
{
    public const string Service = "icmp-responder";

    public static JsonObject Client(string name, string node, bool injected = true, string? annotation = null)
    {
        var pod = Pod(name, node);
        if (annotation is not null)
        {
            pod.Ensure("metadata", "annotations")[NsmNames.InjectionAnnotation] = annotation;
        }

        if (injected)
        {
            pod.Ensure("spec")["initContainers"] = new JsonArray(new JsonObject
            {
                ["name"] = NsmNames.InitContainer,
                ["env"] = new JsonArray(new JsonObject { ["name"] = NsmNames.RequestVariable, ["value"] = annotation ?? Service }),
            });
        }

        return pod;
    }

    public static JsonObject Endpoint(string name, string node, string variable = "ADVERTISE_NSE_NAME")
    {
        var pod = Pod(name, node);
        pod.Ensure("spec")["containers"] = new JsonArray(new JsonObject { ["name"] = "nse", ["env"] = new JsonArray(new JsonObject { ["name"] = variable, ["value"] = Service }) });
        return pod;
    }

    public static JsonObject Registration(string name, string node) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["networkservicename"] = Service, ["nsmname"] = node, ["payload"] = "IP" },
        ["status"] = new JsonObject { ["state"] = "RUNNING" },
    };

    public static JsonObject Node(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name } };

    /// <summary>One interface, as <c>ip addr</c> prints it; a peer's number for half of a pair, none for a tunnel.</summary>
    public static string Link(int index, string name, string mac, string address, int? peer = null, bool up = true) =>
        $"{index}: {name}@{(peer is null ? name : $"if{peer}")}: <BROADCAST,MULTICAST{(up ? ",UP,LOWER_UP" : "")}> mtu {(peer is null ? 1500 : 16000)} qdisc noqueue \n"
        + $"    link/ether {mac} brd ff:ff:ff:ff:ff:ff\n    inet {address} brd 172.16.1.255 scope global {name}\n";

    public static string Met(string address, string over, string mac) => $"{address} dev {over} lladdr {mac} ref 1 used 0/0/0 probes 4 STALE\n";

    private static JsonObject Pod(string name, string node) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "apps" },
        ["spec"] = new JsonObject { ["nodeName"] = node, ["containers"] = new JsonArray(new JsonObject { ["name"] = "main" }) },
        ["status"] = new JsonObject { ["phase"] = "Running", ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = "True" }) },
    };
}
