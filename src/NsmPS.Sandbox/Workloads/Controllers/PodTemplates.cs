using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Pods from the templates of workloads.</summary>
internal static class PodTemplates
{
    public const string HashLabel = "pod-template-hash";
    public const string RevisionLabel = "controller-revision-hash";

    private const string Alphabet = "bcdfghjklmnpqrstvwxz2456789";

    /// <summary>A pod for a workload.</summary>
    /// <param name="owner">The workload.</param>
    /// <param name="name">The pod's name; null to let one be made from the workload's.</param>
    /// <param name="labels">Labels besides the template's.</param>
    public static JsonObject Create(JsonObject owner, string? name = null, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var template = owner.At("spec", "template") as JsonObject ?? [];
        var metadata = new JsonObject
        {
            ["namespace"] = owner.Space(),
            ["labels"] = template.At("metadata", "labels")?.DeepClone() ?? new JsonObject(),
            ["ownerReferences"] = new JsonArray(Reference(owner)),
        };
        if (template.At("metadata", "annotations") is { } annotations)
        {
            metadata["annotations"] = annotations.DeepClone();
        }

        metadata[name is null ? "generateName" : "name"] = name ?? owner.Name() + "-";
        foreach (var (label, value) in labels)
        {
            metadata["labels"]![label] = value;
        }

        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template["spec"]?.DeepClone() ?? new JsonObject(),
        };
    }

    public static JsonObject Reference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>Ten characters that stand for a template, in whatever order its fields are.</summary>
    public static string Hash(JsonNode? template)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(Ordered(template)?.ToJsonString() ?? ""));
        var number = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return string.Create(10, number, static (text, rest) =>
        {
            for (var index = 0; index < text.Length; index++, rest /= (ulong)Alphabet.Length)
            {
                text[index] = Alphabet[(int)(rest % (ulong)Alphabet.Length)];
            }
        });
    }

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Where(pair => pair.Value is not (null or JsonObject { Count: 0 }))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, Ordered(pair.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node?.DeepClone(),
    };
}
