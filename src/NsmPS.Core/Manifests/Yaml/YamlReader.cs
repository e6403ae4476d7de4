using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Cluster.Config;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NsmPS.Manifests.Yaml;

/// <summary>Reads multi-document YAML into raw JSON objects.</summary>
/// <remarks>Anchors and aliases are refused: Kubernetes manifests do not need them, and they allow a small file to grow without bound.</remarks>
internal sealed class YamlReader
{
    /// <summary>How deep a document may be nested.</summary>
    public const int DepthLimit = 100;

    /// <summary>How many values a text may hold: each costs some hundred bytes of memory.</summary>
    public const int NodeLimit = 250_000;

    /// <summary>How many documents a text may hold, empty ones included.</summary>
    public const int DocumentLimit = 2000;

    private const int LongestQuote = 100;

    private readonly Parser _parser;
    private readonly string _source;
    private int _nodes;

    private YamlReader(string text, string source)
    {
        _parser = new Parser(new StringReader(text));
        _source = source;
    }

    /// <summary>Reads every document; empty ones are passed over.</summary>
    /// <param name="text">The YAML.</param>
    /// <param name="source">Where it comes from, for messages.</param>
    /// <exception cref="NsmException">ManifestInvalid, with source and line.</exception>
    public static IReadOnlyList<JsonObject> Read(string text, string source)
    {
        try
        {
            return new YamlReader(text, source).ReadDocuments();
        }
        catch (Exception exception) when (YamlFaults.IsMalformed(exception))
        {
            var reason = exception is YamlException ? exception.Message : "it cannot be scanned";
            throw new NsmException(NsmErrors.ManifestInvalid, $"{source} is not valid YAML{YamlFaults.Place(exception)}: {ShownText.Of(reason, LongestQuote)}", source);
        }
    }

    private List<JsonObject> ReadDocuments()
    {
        var documents = new List<JsonObject>();
        _parser.Consume<StreamStart>();
        for (var count = 1; _parser.TryConsume<DocumentStart>(out var start); count++)
        {
            if (count > DocumentLimit)
            {
                throw Invalid(start.Start, $"there are more than {DocumentLimit} documents");
            }

            var node = ReadNode(depth: 0);
            _parser.Consume<DocumentEnd>();
            switch (node)
            {
                case null:
                    break;
                case JsonObject document:
                    documents.Add(document);
                    break;
                default:
                    throw Invalid(start.Start, "a document must be a mapping");
            }
        }

        return documents;
    }

    private JsonNode? ReadNode(int depth)
    {
        if (depth > DepthLimit)
        {
            throw Invalid(_parser.Current!.Start, $"it is nested more than {DepthLimit} levels deep");
        }

        if (++_nodes > NodeLimit)
        {
            throw Invalid(_parser.Current!.Start, $"there are more than {NodeLimit} values");
        }

        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            RefuseAnchor(scalar);
            return scalar.Style == ScalarStyle.Plain ? ScalarRules.Resolve(scalar.Value) : JsonValue.Create(scalar.Value);
        }

        if (_parser.TryConsume<SequenceStart>(out var sequence))
        {
            RefuseAnchor(sequence);
            var array = new JsonArray();
            while (!_parser.TryConsume<SequenceEnd>(out _))
            {
                array.Add(ReadNode(depth + 1));
            }

            return array;
        }

        if (_parser.TryConsume<MappingStart>(out var mapping))
        {
            RefuseAnchor(mapping);
            return ReadMapping(depth);
        }

        throw Invalid(_parser.Current!.Start, "aliases are not allowed");
    }

    private JsonObject ReadMapping(int depth)
    {
        var result = new JsonObject();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (!_parser.TryConsume<Scalar>(out var key))
            {
                throw Invalid(_parser.Current!.Start, "a key must be a scalar");
            }

            RefuseAnchor(key);
            if (result.ContainsKey(key.Value))
            {
                throw Invalid(key.Start, $"the key '{ShownText.Of(key.Value, LongestQuote)}' stands twice");
            }

            result[key.Value] = ReadNode(depth + 1);
        }

        return result;
    }

    private void RefuseAnchor(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw Invalid(node.Start, "anchors are not allowed");
        }
    }

    private NsmException Invalid(Mark mark, string rule) => new(NsmErrors.ManifestInvalid, $"{_source}, line {mark.Line}: {rule}.", _source);
}
