using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NsmPS.Manifests.Yaml;

/// <summary>Reads multi-document YAML into raw JSON objects.</summary>
/// <remarks>Anchors and tags are refused: Kubernetes manifests do not need them, and they allow a small file to grow without bound.</remarks>
internal static class YamlReader
{
    private const int DepthLimit = 100;

    /// <summary>Reads every document; empty ones are passed over.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="NsmException">ManifestInvalid, with source and line.</exception>
    public static IReadOnlyList<JsonObject> Read(string text, string source)
    {
        var documents = new List<JsonObject>();
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out var start))
            {
                var node = ReadNode(parser, source, depth: 0);
                parser.Consume<DocumentEnd>();
                switch (node)
                {
                    case null:
                        break;
                    case JsonObject document:
                        documents.Add(document);
                        break;
                    default:
                        throw Invalid(source, start.Start, "a document must be a mapping");
                }
            }
        }
        catch (YamlException exception)
        {
            throw new NsmException(NsmErrors.ManifestInvalid, $"{source} is not valid YAML at line {exception.Start.Line}: {exception.Message}", source, exception);
        }

        return documents;
    }

    private static JsonNode? ReadNode(Parser parser, string source, int depth)
    {
        if (depth > DepthLimit)
        {
            throw Invalid(source, parser.Current!.Start, $"it is nested more than {DepthLimit} levels deep");
        }

        if (parser.TryConsume<Scalar>(out var scalar))
        {
            RefuseAnchor(scalar, source);
            return scalar.Style == ScalarStyle.Plain ? ScalarRules.Resolve(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        if (parser.TryConsume<SequenceStart>(out var sequence))
        {
            RefuseAnchor(sequence, source);
            var array = new JsonArray();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                array.Add(ReadNode(parser, source, depth + 1));
            }

            return array;
        }

        if (parser.TryConsume<MappingStart>(out var mapping))
        {
            RefuseAnchor(mapping, source);
            return ReadMapping(parser, source, depth);
        }

        throw Invalid(source, parser.Current!.Start, "aliases are not allowed");
    }

    private static JsonObject ReadMapping(Parser parser, string source, int depth)
    {
        var result = new JsonObject();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (!parser.TryConsume<Scalar>(out var key))
            {
                throw Invalid(source, parser.Current!.Start, "a key must be a scalar");
            }

            if (result.ContainsKey(key.Value))
            {
                throw Invalid(source, key.Start, $"the key '{key.Value}' stands twice");
            }

            result[key.Value] = ReadNode(parser, source, depth + 1);
        }

        return result;
    }

    private static void RefuseAnchor(NodeEvent node, string source)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw Invalid(source, node.Start, "anchors are not allowed");
        }
    }

    private static NsmException Invalid(string source, Mark mark, string rule) =>
        new(NsmErrors.ManifestInvalid, $"{source}, line {mark.Line}: {rule}.", source);
}
