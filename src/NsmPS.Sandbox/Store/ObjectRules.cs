using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Sandbox.Validation.Values;

namespace NsmPS.Sandbox.Store;

/// <summary>Rules for objects of every kind.</summary>
internal static partial class ObjectRules
{
    private const string SubdomainPattern = @"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    /// <summary>Fields of the metadata that only the server sets.</summary>
    private static readonly string[] s_serverFields = ["uid", "creationTimestamp", "generation", "deletionTimestamp",
        "deletionGracePeriodSeconds", "selfLink"];

    // A service keeps its address when a client replaces it without.
    private static readonly string[] s_allocated = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"];

    // Their versions of the specification are not counted.
    private static readonly string[] s_groupsWithoutGeneration = ["", "rbac.authorization.k8s.io"];

    /// <summary>The first minor version that counts the versions of a pod's specification.</summary>
    private const int FirstWithPodGeneration = 33;

    public static bool HasGeneration(ResourceKind kind, int minor) =>
        !s_groupsWithoutGeneration.Contains(kind.Group) || (kind == BuiltIn.Pods && minor >= FirstWithPodGeneration);

    public static void CheckName(ResourceKind kind, string name)
    {
        // Names of RBAC objects are path segments.
        var valid = kind.Group.StartsWith("rbac.", StringComparison.Ordinal)
            ? name.Length > 0 && !name.Contains('/', StringComparison.Ordinal)
            : kind == BuiltIn.Namespaces ? NamespaceName.IsValid(name)
            : name.Length <= 253 && Subdomain().IsMatch(name);
        if (name.Length == 0)
        {
            throw ApiException.Invalid(kind, name, "metadata.name", "Required value: name or generateName is required");
        }

        if (!valid && kind == BuiltIn.Namespaces)
        {
            throw ApiException.Invalid(kind, name, "metadata.name", $"Invalid value: \"{name}\": {NameRules.Label}");
        }

        if (!valid)
        {
            throw ApiException.Invalid(kind, name, "metadata.name", $"Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must "
                + "consist of lower case alphanumeric characters, '-' or '.', "
                + "and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                + $"'{SubdomainPattern}')");
        }
    }

    /// <summary>Gives a changed object the fields that are not the client's to change.</summary>
    public static void RestoreServerFields(JsonObject item, JsonObject before)
    {
        foreach (var name in s_serverFields)
        {
            item.Metadata().Remove(name);
            if (before.At(JsonObjects.MetadataField, name) is { } value)
            {
                item.Metadata()[name] = value.DeepClone();
            }
        }

        foreach (var name in s_allocated.Where(name => item["kind"].Text() == BuiltIn.Services.Kind && before.At("spec", name) is not null))
        {
            item.Ensure("spec").Default(name, before.At("spec", name)!.DeepClone());
        }
    }

    public static void RemoveServerFields(JsonObject item)
    {
        foreach (var name in s_serverFields)
        {
            item.Metadata().Remove(name);
        }
    }

    /// <summary>True when anything but metadata and status differs, or one of the annotations if they count.</summary>
    public static bool SpecificationDiffers(JsonObject left, JsonObject right, bool annotationsCount)
    {
        return (annotationsCount
            && !JsonNode.DeepEquals(left.At(JsonObjects.MetadataField, "annotations"), right.At(JsonObjects.MetadataField, "annotations")))
            || !Specification(left).All(pair => JsonNode.DeepEquals(pair.Value, right[pair.Key]))
            || Specification(right).Count() != Specification(left).Count();

        static IEnumerable<KeyValuePair<string, JsonNode?>> Specification(JsonObject item) =>
            item.Where(pair => pair.Key is not (JsonObjects.MetadataField or JsonObjects.StatusField));
    }

    /// <summary>True when nothing holds a terminating object any more.</summary>
    public static bool MayGo(ResourceKind kind, JsonObject item) =>
        item.IsTerminating() && item.Finalizers().Count == 0
        && (kind != BuiltIn.Namespaces || item.At("spec", "finalizers") is not JsonArray { Count: > 0 })
        && (kind != BuiltIn.Pods || item.NumberOrNull(JsonObjects.MetadataField, "deletionGracePeriodSeconds") == 0);

    [GeneratedRegex($"^{SubdomainPattern}$")]
    private static partial Regex Subdomain();
}
