using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>
/// Reads Kubernetes' protobuf bodies, as typed clients such as <c>kubectl create namespace</c> send them: only what commands such as that
/// one fill. Answers are JSON, which those clients accept as well.
/// </summary>
internal static class Protobuf
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private const string Text = "text";
    private const string Bytes = "bytes";
    private const string Number = "number";
    private const string Flag = "flag";
    private const string Either = "either";
    private const string List = "[]";
    private const string Map = "map:";
    private const int MagicLength = 4;

    /// <summary>Of each message the field numbers, names and types; a type that is none of the above is a message.</summary>
    private static readonly FrozenDictionary<(string Message, int Field), (string Name, string Type)> s_fields = Parse("""
        Unknown: 1 typeMeta TypeMeta, 2 raw bytes
        TypeMeta: 1 apiVersion text, 2 kind text
        ObjectMeta: 1 name text, 2 generateName text, 3 namespace text, 11 labels map:text, 12 annotations map:text
        Namespace: 1 metadata ObjectMeta
        ServiceAccount: 1 metadata ObjectMeta
        ConfigMap: 1 metadata ObjectMeta, 2 data map:text, 3 binaryData map:bytes, 4 immutable flag
        Secret: 1 metadata ObjectMeta, 2 data map:bytes, 3 type text, 4 stringData map:text
        Role: 1 metadata ObjectMeta, 2 rules []PolicyRule
        ClusterRole: 1 metadata ObjectMeta, 2 rules []PolicyRule
        PolicyRule: 1 verbs []text, 2 apiGroups []text, 3 resources []text, 4 resourceNames []text, 5 nonResourceURLs []text
        RoleBinding: 1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef
        ClusterRoleBinding: 1 metadata ObjectMeta, 2 subjects []Subject, 3 roleRef RoleRef
        Subject: 1 kind text, 2 apiGroup text, 3 name text, 4 namespace text
        RoleRef: 1 apiGroup text, 2 kind text, 3 name text
        Service: 1 metadata ObjectMeta, 2 spec ServiceSpec
        ServiceSpec: 1 ports []ServicePort, 2 selector map:text, 3 clusterIP text, 4 type text
        ServicePort: 1 name text, 2 protocol text, 3 port number, 4 targetPort either
        Deployment: 1 metadata ObjectMeta, 2 spec DeploymentSpec
        DeploymentSpec: 1 replicas number, 2 selector LabelSelector, 3 template PodTemplateSpec
        LabelSelector: 1 matchLabels map:text
        PodTemplateSpec: 1 metadata ObjectMeta, 2 spec PodSpec
        PodSpec: 2 containers []Container
        Container: 1 name text, 2 image text, 3 command []text, 4 args []text, 6 ports []ContainerPort
        ContainerPort: 3 containerPort number, 4 protocol text
        IntOrString: 1 type number, 2 intVal number, 3 strVal text
        SelfSubjectAccessReview: 1 metadata ObjectMeta
        SelfSubjectReview: 1 metadata ObjectMeta
        TokenRequest: 1 metadata ObjectMeta, 2 spec TokenRequestSpec
        TokenRequestSpec: 1 audiences []text, 4 expirationSeconds number
        DeleteOptions: 1 gracePeriodSeconds number, 4 propagationPolicy text
        """);

    /// <summary>The object in a body.</summary>
    /// <exception cref="ApiException">UnsupportedMediaType for a kind that is not in the table; BadRequest for broken bytes.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body)
    {
        var envelope = Message("Unknown", body.Length > MagicLength ? body[MagicLength..] : []);
        var kind = envelope.Text("typeMeta", "kind") ?? "";
        if (!s_fields.ContainsKey((kind, 1)))
        {
            throw new ApiException(415, "UnsupportedMediaType",
                $"the sandbox reads {kind} only as JSON; use a manifest with kubectl create -f or apply");
        }

        var item = Message(kind, Convert.FromBase64String(envelope.Text("raw") ?? ""));
        item["apiVersion"] = envelope.Text("typeMeta", "apiVersion");
        item["kind"] = kind;
        return item;
    }

    private static FrozenDictionary<(string Message, int Field), (string Name, string Type)> Parse(string table) => (
        from line in table.Split('\n')
        let message = line.Split(": ")
        from field in message[1].Split(", ")
        let words = field.Split(' ')
        select KeyValuePair.Create((message[0], int.Parse(words[0], CultureInfo.InvariantCulture)),
            (words[1], words[2]))).ToFrozenDictionary();

    private static JsonObject Message(string message, ReadOnlySpan<byte> bytes)
    {
        var item = new JsonObject();
        while (bytes.Length > 0)
        {
            var tag = Varint(ref bytes);
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

            if (s_fields.TryGetValue((message, (int)(tag >> 3)), out var field))
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
            (var key, var value) = Entry(type[Map.Length..], content);
            item.Ensure(name)[key] = value;
        }
        else if (type.StartsWith(List, StringComparison.Ordinal))
        {
            var list = item[name] as JsonArray ?? [];
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
        var key = "";
        var value = Value(type, [], 0);
        while (content.Length > 0)
        {
            var field = Varint(ref content) >> 3;
            var length = Varint(ref content);
            if (length > (ulong)content.Length)
            {
                throw ApiException.BadRequest("the protobuf body is broken");
            }

            (key, value) = field == 1
                ? (Encoding.UTF8.GetString(content[..(int)length]), value)
                : (key, Value(type, content[..(int)length], 0));
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
        Either => Message("IntOrString", content) is var either && either.NumberOrNull("type") == 1
            ? either["strVal"]?.DeepClone()
            : either["intVal"]?.DeepClone(),
        _ => Message(type, content),
    };

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64 && bytes.Length > 0; shift += 7)
        {
            var next = bytes[0];
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
