using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Reading;

/// <summary>Reads text that is YAML or JSON, as Kubernetes does.</summary>
internal static class DocumentReader
{
    /// <summary>How many documents a text may hold, empty ones included.</summary>
    public const int MostDocuments = 2000;

    /// <summary>How many characters may be read in all when a text has to be read again.</summary>
    private const long MostWork = 16 * 1024 * 1024;

    private const char ByteOrderMark = '\uFEFF';

    private static readonly string s_indentation = new(' ', 100);

    /// <summary>Reads the mappings of all documents; empty documents are passed over.</summary>
    /// <exception cref="ReadException">A document cannot be read or is no mapping.</exception>
    public static IReadOnlyList<JsonObject> ReadAll(string text, ReadLimits limits)
    {
        var content = text.TrimStart(ByteOrderMark);
        if (ReadJson(content, limits) is { } whole)
        {
            return [whole];
        }

        return ReadYaml(content, limits, ReadAll);
    }

    /// <summary>Reads the first document; null when it is empty. As with kubectl's kubeconfigs, what follows it does not count.</summary>
    /// <exception cref="ReadException">It cannot be read.</exception>
    public static JsonNode? ReadFirst(string text, ReadLimits limits)
    {
        var content = text.TrimStart(ByteOrderMark);
        return ReadJson(content, limits) ?? ReadYaml(content, limits, parser => parser.TryRead(out var root) ? root : null);
    }

    private static List<JsonObject> ReadAll(YamlParser parser)
    {
        var documents = new List<JsonObject>();
        for (var count = 1; parser.TryRead(out var root); count++)
        {
            if (count > MostDocuments)
            {
                throw parser.Fault($"there are more than {MostDocuments} documents: split the text");
            }

            if (root is not null)
            {
                documents.Add(root as JsonObject ?? throw parser.Fault("a document must be a mapping: start it with 'key: value'"));
            }
        }

        return documents;
    }

    private static T ReadYaml<T>(string text, ReadLimits limits, Func<YamlParser, T> read)
    {
        for (long work = text.Length; ; work += text.Length)
        {
            try
            {
                return read(new YamlParser(text, limits));
            }
            catch (ReadException fault) when (fault.LooseText > 0 && fault.LooseText <= text.Length && work < MostWork)
            {
                // Spaces at the start of a line mean nothing within quotes or brackets.
                text = text.Insert((int)fault.LooseText, s_indentation);
            }
        }
    }

    /// <summary>One JSON object is read as JSON: its escapes are not those of YAML. Anything else is YAML's to judge.</summary>
    private static JsonObject? ReadJson(string text, ReadLimits limits)
    {
        try
        {
            return text.AsSpan().TrimStart() is ['{', ..] ? JsonReader.Read(text, limits) as JsonObject : null;
        }
        catch (ReadException)
        {
            return null;
        }
    }
}
