using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Tests.Workloads;

/// <summary>Nodes for rules that need some.</summary>
internal static class NodeSeeds
{
    private const string HostnameLabel = "kubernetes.io/hostname";

    private const string Memory = "8Gi";
    private const string Version = "v1.20.2";

    /// <summary>The nodes n1, n2 and so on.</summary>
    public static IReadOnlyList<JsonObject> Create(int count = 3) => [.. Enumerable.Range(1, count).Select(CreateOne)];

    private static JsonObject CreateOne(int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"n{number}");
        var prefix = string.Create(CultureInfo.InvariantCulture, $"10.244.{number}.0/24");
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["labels"] = new JsonObject
                {
                    [HostnameLabel] = name,
                    ["kubernetes.io/os"] = "linux",
                    ["kubernetes.io/arch"] = "amd64",
                    ["beta.kubernetes.io/os"] = "linux",
                    ["beta.kubernetes.io/arch"] = "amd64",
                },
            },
            ["spec"] = new JsonObject { ["podCIDR"] = prefix, ["podCIDRs"] = new JsonArray(prefix) },
            ["status"] = new JsonObject
            {
                ["addresses"] = new JsonArray(
                    new JsonObject
                    {
                        ["type"] = "InternalIP",
                        ["address"] = string.Create(CultureInfo.InvariantCulture, $"10.77.0.{10 + number}")
                    },
                    new JsonObject { ["type"] = "Hostname", ["address"] = name }),
                ["capacity"] = Resources(),
                ["allocatable"] = Resources(),
                ["nodeInfo"] = new JsonObject
                {
                    ["architecture"] = "amd64",
                    ["operatingSystem"] = "linux",
                    ["osImage"] = "NsmPS sandbox",
                    ["kernelVersion"] = "6.1.0",
                    ["containerRuntimeVersion"] = "sandbox://1.0",
                    ["kubeletVersion"] = Version,
                    ["kubeProxyVersion"] = Version,
                },
            },
        };
    }

    private static JsonObject Resources() => new() { ["cpu"] = "4", ["memory"] = Memory, ["ephemeral-storage"] = "50Gi", ["pods"] = "110" };
}
