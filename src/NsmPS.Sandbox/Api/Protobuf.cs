using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>
/// Reads Kubernetes' protobuf bodies, as typed clients such as <c>kubectl create namespace</c> send them: only the messages and fields of the table below.
/// Answers are JSON, which those clients accept as well.
/// </summary>
internal static class Protobuf
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const string Text = "text";
    private const string Bytes = "bytes";
    private const string Number = "number";
    private const string Flag = "flag";
    private const string Meta = "ObjectMeta";
    private const string List = "[]";
    private const string Map = "map:";
    private const int MagicLength = 4;

    /// <summary>Message, field number, name and type; a type that is none of the above is a message.</summary>
    private static readonly Dictionary<(string Message, int Field), (string Name, string Type)> s_fields = new()
    {
        [("Unknown", 1)] = ("typeMeta", "TypeMeta"),
        [("Unknown", 2)] = ("raw", Bytes),
        [("TypeMeta", 1)] = ("apiVersion", Text),
        [("TypeMeta", 2)] = ("kind", Text),
        [(Meta, 1)] = ("name", Text),
        [(Meta, 2)] = ("generateName", Text),
        [(Meta, 3)] = ("namespace", Text),
        [(Meta, 11)] = ("labels", Map + Text),
        [(Meta, 12)] = ("annotations", Map + Text),
        [("Namespace", 1)] = (JsonObjects.MetadataField, Meta),
        [("ServiceAccount", 1)] = (JsonObjects.MetadataField, Meta),
        [("ConfigMap", 1)] = (JsonObjects.MetadataField, Meta),
        [("ConfigMap", 2)] = ("data", Map + Text),
        [("ConfigMap", 3)] = ("binaryData", Map + Bytes),
        [("ConfigMap", 4)] = ("immutable", Flag),
        [("Secret", 1)] = (JsonObjects.MetadataField, Meta),
        [("Secret", 2)] = ("data", Map + Bytes),
        [("Secret", 3)] = ("type", Text),
        [("Secret", 4)] = ("stringData", Map + Text),
        [("Deployment", 1)] = (JsonObjects.MetadataField, Meta),
        [("Deployment", 2)] = ("spec", "DeploymentSpec"),
        [("DeploymentSpec", 1)] = ("replicas", Number),
        [("DeploymentSpec", 2)] = ("selector", "LabelSelector"),
        [("DeploymentSpec", 3)] = ("template", "PodTemplateSpec"),
        [("LabelSelector", 1)] = ("matchLabels", Map + Text),
        [("PodTemplateSpec", 1)] = (JsonObjects.MetadataField, Meta),
        [("PodTemplateSpec", 2)] = ("spec", "PodSpec"),
        [("PodSpec", 2)] = ("containers", List + "Container"),
        [("Container", 1)] = ("name", Text),
        [("Container", 2)] = ("image", Text),
        [("Container", 3)] = ("command", List + Text),
        [("Container", 4)] = ("args", List + Text),
        [("Container", 6)] = ("ports", List + "ContainerPort"),
        [("ContainerPort", 3)] = ("containerPort", Number),
        [("ContainerPort", 4)] = ("protocol", Text),
        [("SelfSubjectAccessReview", 1)] = (JsonObjects.MetadataField, Meta),
        [("DeleteOptions", 1)] = ("gracePeriodSeconds", Number),
        [("DeleteOptions", 4)] = ("propagationPolicy", Text),
    };

    /// <summary>The object in a body.</summary>
    /// <exception cref="ApiException">UnsupportedMediaType for a kind that is not in the table; BadRequest for broken bytes.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        JsonObject envelope = Message("Unknown", body.Length > MagicLength ? body[MagicLength..] : []);
        string kind = envelope.Text("typeMeta", "kind") ?? "";
        if (!s_fields.ContainsKey((kind, 1)))
        {
            throw new ApiException(415, "UnsupportedMediaType", $"the sandbox reads {kind} only as JSON; use a manifest with kubectl create -f or apply");
        }

        JsonObject item = Message(kind, Convert.FromBase64String(envelope.Text("raw") ?? ""));
        item["apiVersion"] = envelope.Text("typeMeta", "apiVersion");
        item["kind"] = kind;
        return item;
    }

    private static JsonObject Message(string message, ReadOnlySpan<byte> bytes)
    {
        var item = new JsonObject();
        while (bytes.Length > 0)
        {
            ulong tag = Varint(ref bytes);
            ulong length = 0;
            ReadOnlySpan<byte> content = [];
            ulong number = 0;
            switch (tag & 7)
            {
                case 0:
                    number = Varint(ref bytes);
                    break;
                case 2 when (length = Varint(ref bytes)) <= (ulong)bytes.Length:
                    content = bytes[..(int)length];
                    bytes = bytes[(int)length..];
                    break;
                default:
                    throw ApiException.BadRequest("the protobuf body is broken");
            }

            if (s_fields.TryGetValue((message, (int)(tag >> 3)), out (string Name, string Type) field))
            {
                Set(item, field.Name, field.Type, content, number);
            }
        }

        return item;
    }

    private static void Set(JsonObject item, string name, string type, ReadOnlySpan<byte> content, ulong number)
    {
        if (type.StartsWith(Map, StringComparison.Ordinal))
        {
            (string key, JsonNode? value) = Entry(type[Map.Length..], content);
            item.Child(name)[key] = value;
        }
        else if (type.StartsWith(List, StringComparison.Ordinal))
        {
            JsonArray list = item[name] as JsonArray ?? [];
            list.Add(Value(type[List.Length..], content, number));
            item[name] ??= list;
        }
        else if (Value(type, content, number) is { } value && (type != Text || content.Length > 0))
        {
            // Protobuf writes empty texts out; JSON leaves them out.
            item[name] = value;
        }
    }

    private static (string Key, JsonNode? Value) Entry(string type, ReadOnlySpan<byte> content)
    {
        string key = "";
        JsonNode? value = Value(type, [], 0);
        while (content.Length > 0)
        {
            ulong field = Varint(ref content) >> 3;
            ulong length = Varint(ref content);
            if (length > (ulong)content.Length)
            {
                throw ApiException.BadRequest("the protobuf body is broken");
            }

            (key, value) = field == 1 ? (Encoding.UTF8.GetString(content[..(int)length]), value) : (key, Value(type, content[..(int)length], 0));
            content = content[(int)length..];
        }

        return (key, value);
    }

    private static JsonNode? Value(string type, ReadOnlySpan<byte> content, ulong number) => type switch
    {
        Text => Encoding.UTF8.GetString(content),
        Bytes => Convert.ToBase64String(content),
        Number => (long)number,
        Flag => number != 0,
        _ => Message(type, content),
    };

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; shift < 64 && bytes.Length > 0; shift += 7)
        {
            byte next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw ApiException.BadRequest("the protobuf body is broken");
    }
}
