using System.Collections.Immutable;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Fields;

/// <summary>Who owns which fields of one object: its managedFields, read, changed and written back.</summary>
internal sealed class FieldOwners
{
    public const string ManagedFields = "managedFields";
    public const string ApplyOperation = "Apply";
    public const string UpdateOperation = "Update";

    private readonly Dictionary<(string Manager, string Operation), Entry> _entries = [];

    private FieldOwners(JsonObject? item)
    {
        foreach (var entry in item.Items(JsonObjects.MetadataField, ManagedFields))
        {
            _entries[(entry.Text("manager") ?? "", entry.Text("operation") ?? "")] =
                new Entry(entry.Text("apiVersion") ?? "", entry.Text("time")
                    ?? "", FieldPaths.FromFieldsV1(entry["fieldsV1"] as JsonObject));
        }
    }

    public static FieldOwners Of(JsonObject? item) => new(item);

    public ImmutableHashSet<string> Owned(string manager, string operation) =>
        _entries.GetValueOrDefault((manager, operation))?.Fields ?? [];

    /// <summary>Everyone else with one of the fields, as messages call them, and which.</summary>
    public IEnumerable<(string Owner, string Field)> Others(string manager, string operation, IReadOnlyCollection<string> fields) =>
        from pair in _entries
        where pair.Key != (manager, operation)
        orderby pair.Key.Manager
        from field in fields
        where pair.Value.Fields.Contains(field)
        select ($"\"{pair.Key.Manager}\"" + (pair.Key.Operation == UpdateOperation ? $" using {pair.Value.ApiVersion}" : ""), field);

    /// <summary>True when somebody owns a field or something within it.</summary>
    public bool OwnsWithin(string prefix) =>
        _entries.Values.Any(entry => entry.Fields.Any(field => field.StartsWith(prefix, StringComparison.Ordinal)));

    public void Set(string manager, string operation, string apiVersion, IEnumerable<string> fields, string now)
    {
        var owned = fields.ToImmutableHashSet(StringComparer.Ordinal);
        if (owned.Count == 0)
        {
            _entries.Remove((manager, operation));
        }
        else if (!_entries.TryGetValue((manager, operation), out var before) || !before.Fields.SetEquals(owned)
            || before.ApiVersion != apiVersion)
        {
            _entries[(manager, operation)] = new Entry(apiVersion, now, owned);
        }
    }

    /// <summary>Takes fields from everybody but one.</summary>
    public void TakeFromOthers(string manager, string operation, IReadOnlyCollection<string> fields)
    {
        foreach ((var key, var entry) in _entries.Where(pair =>
            pair.Key != (manager, operation) && pair.Value.Fields.Overlaps(fields)).ToArray())
        {
            Set(key.Manager, key.Operation, entry.ApiVersion, entry.Fields.Except(fields), entry.Time);
        }
    }

    public void WriteTo(JsonObject item)
    {
        item.Metadata()[ManagedFields] = new JsonArray(
            [.. _entries.OrderBy(pair => (pair.Key.Operation, pair.Value.Time, pair.Key.Manager)).Select(pair => new JsonObject
        {
            ["manager"] = pair.Key.Manager,
            ["operation"] = pair.Key.Operation,
            ["apiVersion"] = pair.Value.ApiVersion,
            ["time"] = pair.Value.Time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = FieldPaths.ToFieldsV1(pair.Value.Fields),
        })]);
    }

    /// <summary>After a create, update or patch: what changed now belongs to the one who changed it, and to nobody else.</summary>
    public static void Follow(JsonObject? before, JsonObject after, string manager, bool builtIn, string now)
    {
        var old = before is null ? [] : FieldPaths.Of(before, builtIn);
        var current = FieldPaths.Of(after, builtIn);
        HashSet<string> changed = [.. current.Where(pair =>
            !old.TryGetValue(pair.Key, out var value) || !JsonNode.DeepEquals(value, pair.Value)).Select(pair => pair.Key)];
        HashSet<string> touched = [.. changed, .. old.Keys.Where(path => !current.ContainsKey(path))];
        // kubectl turns the fields of its older kind of apply over to the newer by writing the owners itself.
        var owners = Of(after.At(JsonObjects.MetadataField, ManagedFields) is null ? before : after);
        owners.TakeFromOthers(manager, UpdateOperation, touched);
        owners.Set(manager, UpdateOperation, after.Text("apiVersion")
            ?? "", owners.Owned(manager, UpdateOperation).Except(touched).Union(changed), now);
        owners.WriteTo(after);
    }

    private sealed record Entry(string ApiVersion, string Time, ImmutableHashSet<string> Fields);
}
