using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Api;

/// <summary>How a client wants to see objects: whole, their metadata only, or as rows of a table.</summary>
internal sealed class Representation(HttpRequest request, ResourceKind kind, Definition? definition, TimeProvider time,
    NodeLeases leases, int minor)
{
    private const string MetaVersion = "meta.k8s.io/v1";

    private readonly Form _form = Choose(request.Headers.Accept.ToString());
    private readonly string _included = request.Value("includeObject") ?? "Metadata";
    private bool _columnsTold;

    private enum Form
    {
        Whole,
        Metadata,
        Table,
    }

    public void WriteList(Utf8JsonWriter json, IReadOnlyList<JsonObject> items, JsonObject metadata)
    {
        items = kind == BuiltIn.Leases ? [.. items.Select(item => leases.Present(kind, item))] : items;
        if (_form == Form.Table)
        {
            Table(items, metadata).WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("kind", _form == Form.Metadata ? "PartialObjectMetadataList" : kind.Kind + "List");
        json.WriteString("apiVersion", _form == Form.Metadata ? MetaVersion : kind.ApiVersion);
        json.WritePropertyName(JsonObjects.MetadataField);
        metadata.WriteTo(json);
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            (_form == Form.Metadata ? Partial(item) : item).WriteTo(json);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>One object, in an answer or an event of a watch.</summary>
    public JsonObject Show(JsonObject item) => Formed(leases.Present(kind, item));

    private JsonObject Formed(JsonObject item) => _form switch
    {
        Form.Table => Table([item], new JsonObject { ["resourceVersion"] = item.Text(JsonObjects.MetadataField, "resourceVersion") }),
        Form.Metadata => Partial(item),
        _ => item,
    };

    private static Form Choose(string accept)
    {
        // The client's order is its preference.
        foreach (var type in accept.Split(','))
        {
            if (type.Contains("as=Table", StringComparison.Ordinal))
            {
                return Form.Table;
            }

            if (type.Contains("as=PartialObjectMetadata", StringComparison.Ordinal))
            {
                return Form.Metadata;
            }

            if (type.StartsWith(Answers.Json, StringComparison.Ordinal))
            {
                break;
            }
        }

        return Form.Whole;
    }

    private static JsonObject Partial(JsonObject item) =>
        new()
        {
            ["kind"] = "PartialObjectMetadata",
            ["apiVersion"] = MetaVersion,
            [JsonObjects.MetadataField] = item[JsonObjects.MetadataField]?.DeepClone()
        };

    private JsonObject Table(IReadOnlyList<JsonObject> items, JsonObject metadata)
    {
        var columns = TableColumns.For(kind, definition, minor);
        var rows = new JsonArray();
        foreach (var item in items)
        {
            var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(column => column.Cell(item, time.GetUtcNow()))]) };
            if (_included != "None")
            {
                row["object"] = _included == "Object" ? item.Clone() : Partial(item);
            }

            rows.Add(row);
        }

        // In a watch only the first table has a heading.
        JsonArray headings = _columnsTold ? [] : [.. columns.Select(column => column.Heading())];
        _columnsTold = true;
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = MetaVersion,
            [JsonObjects.MetadataField] = metadata.DeepClone(),
            ["columnDefinitions"] = headings,
            ["rows"] = rows,
        };
    }
}
