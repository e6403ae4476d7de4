using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace NsmPS.Kubernetes.Reading;

/// <summary>Makes JSON of YAML, document by document, as Kubernetes' own tools do. Only the syntax is YamlDotNet's.</summary>
internal sealed class YamlParser
{
    /// <summary>How many characters aliases may repeat: they make a small text large.</summary>
    public const int MostRepeated = 2 * 1024 * 1024;

    private const int LongestKey = 100;

    private const string WrongIndentation = "double-quoted scalar, found wrong indentation.";

    private readonly Scanner _scanner;
    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];
    private readonly ReadLimits _limits;
    private int _values;
    private int _repeated;
    private int _flows;
    private Mark _start;

    public YamlParser(string text, ReadLimits limits)
    {
        _scanner = new Scanner(new StringReader(text));
        _parser = new Parser(_scanner);
        _limits = limits;
    }

    /// <summary>Reads the next document; false at the end. What stands behind it is not looked at.</summary>
    /// <exception cref="ReadException">It cannot be read.</exception>
    public bool TryRead(out JsonNode? root)
    {
        try
        {
            _parser.TryConsume<StreamStart>(out _);
            _parser.TryConsume<DocumentEnd>(out _);
            var found = _parser.TryConsume<DocumentStart>(out var start);
            _start = start?.Start ?? default;
            _anchors.Clear();
            root = found ? ReadNode(0) : null;
            return found;
        }
        catch (Exception exception) when (exception is YamlException or InvalidOperationException or ArgumentException)
        {
            // Besides its own exception, YamlDotNet's scanner throws InvalidOperationException (text that starts with "...") and
            // ArgumentOutOfRangeException (escapes that are no character).
            var place = exception is YamlException known ? known.Start : _scanner.CurrentPosition;
            var words = exception is YamlException ? exception.Message : "it cannot be scanned";
            throw new ReadException(place.Line, place.Column, "it is not YAML", words) { LooseText = FindLooseText(exception) };
        }
    }

    /// <summary>YamlDotNet (18.1) wants the lines of a text in double quotes, and the words in brackets, further right than the key they
    /// belong to. Kubernetes' tools do not. Its scanner has no other sign of this than a sentence and an exception without words.</summary>
    private long FindLooseText(Exception exception) => exception switch
    {
        SyntaxErrorException { End.Index: var index } when exception.Message.EndsWith(WrongIndentation, StringComparison.Ordinal) => index,
        InvalidOperationException when _flows > 0 => _scanner.CurrentPosition.Index,
        _ => 0,
    };

    /// <summary>The fault belongs to the document that was read last.</summary>
    public ReadException Fault(string rule) => Fault(_start, rule);

    private JsonNode? ReadNode(int depth)
    {
        var place = _parser.Current!.Start;
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Copy(Find(alias), depth, place);
        }

        Count(depth, place);
        if (_parser.TryConsume<Scalar>(out var scalar))
        {
            return Keep(scalar, ToNode(Resolve(scalar), place));
        }

        var start = (NodeEvent)_parser.Current!;
        _anchors.Remove(start.Anchor);
        var flow = start is SequenceStart { Style: SequenceStyle.Flow } or MappingStart { Style: MappingStyle.Flow } ? 1 : 0;
        _flows += flow;
        JsonNode node = _parser.TryConsume<SequenceStart>(out _) ? ReadList(depth) : ReadMapping(depth);
        _flows -= flow;
        return Keep(start, node);
    }

    private JsonArray ReadList(int depth)
    {
        var result = new JsonArray();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            result.Add(ReadNode(depth + 1));
        }

        return result;
    }

    private JsonObject ReadMapping(int depth)
    {
        _parser.Consume<MappingStart>();
        var result = new JsonObject();
        HashSet<string>? written = _limits.RefusesEqualKeys ? new(StringComparer.Ordinal) : null;
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var place = _parser.Current!.Start;
            if (_parser.Current is Scalar scalar && IsMergeKey(scalar))
            {
                _parser.MoveNext();
                Merge(result, depth + 1);
                continue;
            }

            var key = ReadKey();
            if (written?.Add(key) == false)
            {
                throw Fault(place, $"the key '{(key.Length > LongestKey ? key[..LongestKey] : key)}' stands twice: keep one of them");
            }

            result[key] = ReadNode(depth + 1);
        }

        return result;
    }

    private static bool IsMergeKey(Scalar key) =>
        key.Value == "<<" && (key.Tag.IsEmpty ? key.Style == ScalarStyle.Plain : key.Tag == YamlScalars.MergeTag);

    private string ReadKey()
    {
        var place = _parser.Current!.Start;
        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Find(alias) is JsonValue known ? known.TryGetValue(out string? name) ? name : known.ToJsonString() : throw BadKey(place);
        }

        if (!_parser.TryConsume<Scalar>(out var scalar))
        {
            throw BadKey(place);
        }

        var value = Resolve(scalar);
        var key = YamlScalars.ToKey(value) ?? throw BadKey(place);
        Keep(scalar, scalar.Anchor.IsEmpty ? null : ToNode(value, place));
        return key;
    }

    /// <summary>As with kubectl, what stands later counts, be it written or merged; of a list of mappings, what stands earlier.</summary>
    private void Merge(JsonObject target, int depth)
    {
        var place = _parser.Current!.Start;
        var listed = _parser.Current is SequenceStart;
        var source = ReadNode(depth);
        foreach (var entry in source is JsonArray list && listed ? list.Reverse() : [source])
        {
            var mapping = entry as JsonObject ?? throw Fault(place, "a merge key (<<) needs a mapping or a list of mappings");
            foreach ((var key, var value) in mapping)
            {
                target[key] = Copy(value, depth, place);
            }
        }
    }

    private static object? Resolve(Scalar scalar)
    {
        try
        {
            return !scalar.Tag.IsEmpty ? YamlScalars.Resolve(scalar.Value, scalar.Tag.Value)
                : scalar.Style == ScalarStyle.Plain ? YamlScalars.Resolve(scalar.Value)
                : scalar.Value;
        }
        catch (FormatException exception)
        {
            throw Fault(scalar.Start, exception.Message);
        }
    }

    private static JsonValue? ToNode(object? value, Mark place) => value switch
    {
        null => null,
        bool truth => JsonValue.Create(truth),
        long number => JsonValue.Create(number),
        ulong number => JsonValue.Create((double)number),
        double real when !double.IsFinite(real) => throw Fault(place, "a value is no finite number: put it in quotes"),

        // Kubernetes' programs exchange JSON, which writes both alike.
        double real when double.IsInteger(real) && Math.Abs(real) < long.MaxValue => JsonValue.Create((long)real),
        double real => JsonValue.Create(real),
        _ => JsonValue.Create((string)value),
    };

    private JsonNode? Keep(NodeEvent start, JsonNode? node)
    {
        if (!start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor] = node;
        }

        return node;
    }

    private JsonNode? Find(AnchorAlias alias) => _anchors.TryGetValue(alias.Value, out var node)
        ? node
        : throw Fault(alias.Start, "an alias names no anchor that ends before it: define the anchor (&name) first");

    private JsonNode? Copy(JsonNode? node, int depth, Mark place)
    {
        Count(depth, place);
        switch (node)
        {
            case JsonObject mapping:
                var copy = new JsonObject();
                foreach ((var key, var value) in mapping)
                {
                    Repeat(key.Length, place);
                    copy[key] = Copy(value, depth + 1, place);
                }

                return copy;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => Copy(item, depth + 1, place))]);
            case JsonValue value:
                Repeat(value.TryGetValue(out string? words) ? words.Length : 0, place);
                return value.DeepClone();
            default:
                return null;
        }
    }

    private void Count(int depth, Mark place)
    {
        if (depth > _limits.Depth)
        {
            throw Fault(place, $"it is nested more than {_limits.Depth} levels deep: flatten it");
        }

        if (++_values > _limits.Values)
        {
            throw Fault(place, $"there are more than {_limits.Values} values: split the text, or use fewer aliases");
        }
    }

    private void Repeat(int length, Mark place)
    {
        _repeated += length;
        if (_repeated > MostRepeated)
        {
            throw Fault(place, $"aliases repeat more than {MostRepeated} characters: use fewer of them");
        }
    }

    private static ReadException BadKey(Mark place) => Fault(place, "a key must be a scalar that is not null: put it in quotes");

    private static ReadException Fault(Mark place, string rule) => new(place.Line, place.Column, rule);
}
