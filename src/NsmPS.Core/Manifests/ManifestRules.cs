using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;
using NsmPS.Nsm.Rendering;

namespace NsmPS.Manifests;

/// <summary>What each object of a user's manifest must keep, before anything is sent. Messages say
/// which object it is, and quote only what is a sound name.</summary>
internal static partial class ManifestRules
{
    private const int LongestName = 253;

    private static readonly string[] s_serverFields = ["uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "managedFields", "selfLink"];

    private static readonly string[] s_ownMarks = [OwnNames.ManifestPartLabel, OwnNames.OperationAnnotation];

    /// <summary>Checks an object and takes out what only a server writes.</summary>
    /// <exception cref="NsmException">ManifestInvalid; ObjectReserved when it is marked as the mesh's.</exception>
    public static JsonObject Check(JsonObject item, string place)
    {
        var apiVersion = Text(item["apiVersion"]);
        if (apiVersion is null || !ApiVersion().IsMatch(apiVersion))
        {
            throw Invalid(place, "its apiVersion is missing or malformed");
        }

        var kind = Text(item["kind"]);
        if (kind is null || !Kind().IsMatch(kind))
        {
            throw Invalid(place, "its kind is missing or malformed");
        }

        CheckMetadata(item["metadata"] as JsonObject ?? throw Invalid($"{place} ({kind})", "it has no metadata"), $"{place} ({kind})");
        return item;
    }

    private static void CheckMetadata(JsonObject metadata, string place)
    {
        if (metadata["name"] is null && metadata["generateName"] is not null)
        {
            throw Invalid(place, "it has a generateName; an object without a fixed name would be created again by every operation and "
                + "never found again, so give it a name");
        }

        if (Text(metadata["name"]) is not { Length: > 0 and <= LongestName } name || !Name().IsMatch(name))
        {
            throw Invalid(place, "its metadata.name is missing or not a name");
        }

        if (metadata["namespace"] is { } home && (Text(home) is not { } written || !OptionRules.IsNamespace(written)))
        {
            throw Invalid($"{place} {name}", "its metadata.namespace is not a namespace name");
        }

        foreach (var field in s_serverFields)
        {
            metadata.Remove(field);
        }

        CheckMarks(metadata, "labels", $"{place} {name}");
        CheckMarks(metadata, "annotations", $"{place} {name}");
    }

    /// <summary>An object read from a cluster may carry our marks for users' objects, which are
    /// set again; those of the mesh and of samples are refused.</summary>
    private static void CheckMarks(JsonObject metadata, string field, string place)
    {
        if (metadata[field] is null)
        {
            metadata.Remove(field);
            return;
        }

        var marks = metadata[field] as JsonObject ?? throw Invalid(place, $"its metadata.{field} is not a mapping");
        foreach (var mark in s_ownMarks)
        {
            marks.Remove(mark);
        }

        if (marks.Any(entry => entry.Key.StartsWith(OwnNames.OwnPrefix, StringComparison.Ordinal))
            || Text(marks[KubeNames.ManagedByLabel]) == KubeNames.FieldManager)
        {
            throw new NsmException(NsmErrors.ObjectReserved,
                $"{place}: its {field} mark it as an object that NsmPS makes for the mesh or a sample application.", place);
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.String
        ? value.GetValue<string>()
        : null;

    private static NsmException Invalid(string place, string rule) => new(NsmErrors.ManifestInvalid, $"{place}: {rule}.", place);

    [GeneratedRegex("^([a-z0-9][a-z0-9.-]{0,252}/)?[a-z][a-z0-9-]{0,62}\\z")]
    private static partial Regex ApiVersion();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{0,62}\\z")]
    private static partial Regex Kind();

    /// <summary>Names of roles may hold more than those of other objects, such as <c>system:node</c>.</summary>
    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9:._@-]*\\z")]
    private static partial Regex Name();
}
