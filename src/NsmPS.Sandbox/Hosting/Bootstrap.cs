using System.Globalization;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Hosting;

/// <summary>What a cluster has from the start: its namespaces, its nodes and the API's own service.</summary>
internal static class Bootstrap
{
    private static readonly string[] s_namespaces = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public static void Fill(ObjectStore store, SandboxSettings settings)
    {
        foreach (var name in s_namespaces)
        {
            store.Create(BuiltIn.Namespaces, new JsonObject { [JsonObjects.MetadataField] = new JsonObject { ["name"] = name } });
        }

        for (var number = 1; number <= settings.Nodes; number++)
        {
            store.Create(BuiltIn.Nodes, Node(number, settings.KubernetesVersion, store.Wall.GetUtcNow().Stamp()));
        }

        store.Create(BuiltIn.Services, new JsonObject
        {
            [JsonObjects.MetadataField] = new JsonObject { ["name"] = "kubernetes", ["namespace"] = "default" },
            ["spec"] = new JsonObject
            {
                ["clusterIP"] = "10.96.0.1",
                ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["port"] = 443 })
            },
        });
    }

    private static JsonObject Node(int number, string version, string now)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"sandbox-node-{number}");
        var labels = new JsonObject { ["kubernetes.io/hostname"] = name, ["kubernetes.io/os"] = "linux", ["kubernetes.io/arch"] = "amd64" };
        if (number == 1)
        {
            labels["node-role.kubernetes.io/control-plane"] = "";
        }

        var capacity = new JsonObject { ["cpu"] = "8", ["memory"] = "16Gi", ["pods"] = "110", ["ephemeral-storage"] = "100Gi" };
        return new JsonObject
        {
            [JsonObjects.MetadataField] = new JsonObject { ["name"] = name, ["labels"] = labels },
            ["spec"] = new JsonObject { ["podCIDR"] = string.Create(CultureInfo.InvariantCulture, $"10.244.{number}.0/24") },
            [JsonObjects.StatusField] = new JsonObject
            {
                ["capacity"] = capacity,
                ["allocatable"] = capacity.DeepClone(),
                ["addresses"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "InternalIP",
                        ["address"] = string.Create(CultureInfo.InvariantCulture, $"172.30.0.{number + 1}")
                    },
                    new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["conditions"] = new JsonArray(
                    Condition("MemoryPressure", "False", "KubeletHasSufficientMemory", now),
                    Condition("DiskPressure", "False", "KubeletHasNoDiskPressure", now),
                    Condition("PIDPressure", "False", "KubeletHasSufficientPID", now), Condition("Ready", "True", "KubeletReady", now)),
                ["nodeInfo"] = new JsonObject
                {
                    ["kubeletVersion"] = $"v{version}",
                    ["kernelVersion"] = "6.1.0",
                    ["osImage"] = "NsmPS sandbox",
                    ["containerRuntimeVersion"] = "sandbox://1.0",
                    ["operatingSystem"] = "linux",
                    ["architecture"] = "amd64",
                },
            },
        };
    }

    private static JsonObject Condition(string type, string status, string reason, string now) =>
        new()
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = reason,
            ["lastHeartbeatTime"] = now,
            ["lastTransitionTime"] = now
        };
}
