using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Fields;

/// <summary>Which lists of built-in kinds are maps by key or sets, and which objects are
/// one value. All else in lists is one value.</summary>
internal static class ListRules
{
    private static readonly Dictionary<string, string[]> s_keys = new(StringComparer.Ordinal)
    {
        ["containers"] = ["name"],
        ["initContainers"] = ["name"],
        ["ephemeralContainers"] = ["name"],
        ["volumes"] = ["name"],
        ["env"] = ["name"],
        ["imagePullSecrets"] = ["name"],
        ["secrets"] = ["name"],
        ["webhooks"] = ["name"],
        ["volumeMounts"] = ["mountPath"],
        ["volumeDevices"] = ["devicePath"],
        ["hostAliases"] = ["ip"],
        ["conditions"] = ["type"],
        ["ownerReferences"] = ["uid"],
        ["topologySpreadConstraints"] = ["topologyKey", "whenUnsatisfiable"],
    };

    private static readonly string[] s_containerPort = ["containerPort", Protocol];
    private static readonly string[] s_servicePort = ["port", Protocol];
    private static readonly string[] s_atomicMaps =
        ["selector", "nodeSelector", "matchLabels", "labelSelector", "namespaceSelector", "fieldRef", "resourceFieldRef", "secretKeyRef",
            "configMapKeyRef", "nodeSelectorTerms", "roleRef"];

    private const string Protocol = "protocol";
    private const string DefaultProtocol = "TCP";

    /// <summary>The fields that tell the list's items apart; null when the list is not a map.</summary>
    public static string[]? Keys(string field, JsonArray list, bool builtIn)
    {
        if (!builtIn && field != "ownerReferences")
        {
            return null;
        }

        var keys = field != "ports" ? s_keys.GetValueOrDefault(field)
            : list.Any(item => item is JsonObject port && port.ContainsKey(s_containerPort[0])) ? s_containerPort
            : s_servicePort;
        return keys is not null && list.All(item => item is JsonObject map && map.ContainsKey(keys[0])) ? keys : null;
    }

    public static bool IsSet(string field) => field == "finalizers";

    public static bool IsAtomic(string field, bool builtIn) => builtIn && s_atomicMaps.Contains(field);

    /// <summary>What tells an item apart, as managed fields write it: <c>{"containerPort":80,"protocol":"TCP"}</c>.</summary>
    public static JsonObject KeyOf(JsonObject item, string[] keys)
    {
        var key = new JsonObject();
        foreach (var name in keys.Order(StringComparer.Ordinal))
        {
            key[name] = item[name]?.DeepClone() ?? (name == Protocol ? DefaultProtocol : null);
        }

        return key;
    }

    public static JsonObject? FindItem(JsonArray list, JsonObject key) =>
        list.OfType<JsonObject>().FirstOrDefault(item =>
            key.All(pair => JsonNode.DeepEquals(pair.Value, item[pair.Key] ?? (pair.Key == Protocol ? DefaultProtocol : null))));
}
