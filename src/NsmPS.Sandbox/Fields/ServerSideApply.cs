using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Fields;

/// <summary>What an applied configuration makes of an object, and whose its fields are then.</summary>
internal static class ServerSideApply
{
    public const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private const string Kubectl = "kubectl";

    /// <param name="kind">The object's kind.</param>
    /// <param name="live">The object; null when it does not exist yet.</param>
    /// <param name="configuration">What the manager wants; it says nothing about other fields.</param>
    /// <param name="manager">The field manager.</param>
    /// <param name="force">True to take fields that others have set to something else.</param>
    /// <param name="now">The time for managedFields.</param>
    /// <exception cref="ApiException">Conflict, with a cause for each field and its manager; BadRequest.</exception>
    public static JsonObject Apply(ResourceKind kind, JsonObject? live, JsonObject configuration, string manager, bool force, string now)
    {
        if (configuration.At(JsonObjects.MetadataField, FieldOwners.ManagedFields) is not null)
        {
            throw ApiException.BadRequest("metadata.managedFields must be nil");
        }

        var builtIn = BuiltIn.All.Contains(kind);
        var wanted = FieldPaths.Of(configuration, builtIn, withStatus: !kind.HasStatus);
        var owners = FieldOwners.Of(live);
        var item = live?.Clone() ?? [];
        if (live is not null)
        {
            var present = FieldPaths.Of(live, builtIn, withStatus: !kind.HasStatus);
            string[] changed = [.. wanted.Where(pair =>
                present.TryGetValue(pair.Key, out var value) && !JsonNode.DeepEquals(value, pair.Value)).Select(pair => pair.Key)];
            (string Owner, string Field)[] conflicts = [.. owners.Others(manager, FieldOwners.ApplyOperation, changed)];
            if (conflicts.Length > 0 && !force)
            {
                throw Refuse(kind, configuration.Name(), conflicts);
            }

            owners.TakeFromOthers(manager, FieldOwners.ApplyOperation, changed);
        }

        string[] abandoned = [.. owners.Owned(manager, FieldOwners.ApplyOperation).Where(path => !wanted.ContainsKey(path))];
        owners.Set(manager, FieldOwners.ApplyOperation, kind.ApiVersion, wanted.Keys, now);
        foreach (var path in abandoned.Order(StringComparer.Ordinal))
        {
            var itself = path.EndsWith(FieldPaths.Itself + FieldPaths.End, StringComparison.Ordinal);
            if (!owners.OwnsWithin(itself ? path[..^2] : path))
            {
                FieldEdits.Remove(item, path);
            }
        }

        var content = configuration.Clone();
        if (kind.HasStatus)
        {
            content.Remove(JsonObjects.StatusField);
        }

        FieldEdits.Merge(item, content, builtIn);

        // What kubectl's older kind of apply goes by follows the newer.
        if (manager == Kubectl && item.At(JsonObjects.MetadataField, "annotations") is JsonObject annotations
            && annotations.ContainsKey(LastApplied))
        {
            annotations[LastApplied] = configuration.ToJsonString() + "\n";
        }

        owners.WriteTo(item);
        return item;
    }

    private static ApiException Refuse(ResourceKind kind, string name, (string Owner, string Field)[] conflicts)
    {
        JsonObject[] causes = [.. conflicts.Select(conflict => new JsonObject
        {
            ["reason"] = "FieldManagerConflict",
            ["message"] = $"conflict with {conflict.Owner}",
            ["field"] = FieldPaths.Shown(conflict.Field),
        })];
        var all = conflicts.Length == 1
            ? $"1 conflict: {causes[0].Text("message")}: {causes[0].Text("field")}"
            : $"{conflicts.Length} conflicts: " + string.Join('\n', conflicts.GroupBy(conflict => conflict.Owner).Select(group =>
                $"conflicts with {group.Key}:\n" + string.Join('\n', group.Select(conflict => "- " + FieldPaths.Shown(conflict.Field)))));
        return new ApiException(409, "Conflict", $"Apply failed with {all}") { Details = ApiException.About(kind, name, causes) };
    }
}
