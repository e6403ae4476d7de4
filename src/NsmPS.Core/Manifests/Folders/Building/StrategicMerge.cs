using System.Collections.Frozen;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Lays a patch over an object as kustomize does: lists whose entries have a key are joined by it, others are replaced.</summary>
internal static class StrategicMerge
{
    private const string Directive = "$patch";
    private const string Delete = "delete";
    private const string Replace = "replace";

    /// <summary>The keys of the entries of lists, by the name of the field.</summary>
    private static readonly FrozenDictionary<string, string> s_keys = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["env"] = "name",
        ["volumes"] = "name",
        ["imagePullSecrets"] = "name",
        ["secrets"] = "name",
        ["webhooks"] = "name",
        ["resourceClaims"] = "name",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
        ["ownerReferences"] = "uid",
        ["conditions"] = "type",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Whether a patch takes the whole object away.</summary>
    public static bool Deletes(JsonObject patch) => patch.Text(Directive) == Delete;

    /// <summary>Lays a patch over an object.</summary>
    /// <param name="target">The object; it is changed.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="known">Whether its kind is one of Kubernetes' own. The lists of others have no keys.</param>
    /// <exception cref="FormatException">The patch has a directive that is not known, or an entry without its key.</exception>
    public static void Apply(JsonObject target, JsonObject patch, bool known)
    {
        if (patch.Text(Directive) == Replace)
        {
            target.Clear();
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith('$'))
            {
                if (name != Directive)
                {
                    throw new FormatException($"the directive {name} is not known");
                }
            }
            else
            {
                Lay(target, name, value, known);
            }
        }
    }

    private static void Lay(JsonObject target, string name, JsonNode? value, bool known)
    {
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject mapping when Deletes(mapping):
                target.Remove(name);
                break;
            case JsonObject mapping:
                if (target[name] is not JsonObject)
                {
                    target[name] = new JsonObject();
                }

                Apply(target[name]!.AsObject(), mapping, known);
                break;
            case JsonArray list when known && KeyOf(name, list) is { } key:
                target[name] = Join(target[name] as JsonArray ?? [], list, name, key);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static string? KeyOf(string name, JsonArray patch) => name == "ports"
        ? patch.OfType<JsonObject>().Any(entry => entry["containerPort"] is not null) ? "containerPort" : "port"
        : s_keys.GetValueOrDefault(name);

    /// <summary>What the patch names comes first, as it names it.</summary>
    private static JsonArray Join(JsonArray there, JsonArray patch, string name, string key)
    {
        var left = there.OfType<JsonObject>().Select(entry => entry.Clone()).ToList();
        var joined = new JsonArray();
        foreach (var entry in patch)
        {
            if (entry is not JsonObject change || (change[key] is null && change[Directive] is null))
            {
                throw new FormatException($"an entry of {name} has no {key}");
            }

            if (change[key] is null)
            {
                // Only the directive: the list is replaced by the other entries.
                left.Clear();
                continue;
            }

            var known = left.Find(item => item.Text(key) == change.Text(key));
            left.RemoveAll(item => item == known);
            if (!Deletes(change))
            {
                var target = known ?? [];
                Apply(target, change, known: true);
                joined.Add((JsonNode)target);
            }
        }

        foreach (var entry in left)
        {
            joined.Add((JsonNode)entry);
        }

        return joined;
    }
}
