using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Makes the ConfigMaps and Secrets that a kustomization generates.</summary>
internal static class Generators
{
    private const string Opaque = "Opaque";

    private static readonly string[] s_fields = ["name", "namespace", "files", "literals", "envs", "env", "options", "type"];
    private static readonly string[] s_options = ["labels", "annotations", "disableNameSuffixHash", "immutable"];

    public static IEnumerable<Piece> Make(Kustomization it) =>
    [
        .. it.List(KustomizationFields.ConfigMaps).Select(item => Make(it, item, KnownTypes.ConfigMaps)),
        .. it.List(KustomizationFields.Secrets).Select(item => Make(it, item, KnownTypes.Secrets)),
    ];

    private static Piece Make(Kustomization it, JsonObject generator, ResourceType type)
    {
        Unknown.Refuse(it, generator, s_fields, "a generator");
        var name = generator.Text("name") is { Length: > 0 } given ? given : throw it.Fault("Generator", "a generator needs a name");
        var made = new JsonObject
        {
            ["apiVersion"] = type.ApiVersion,
            ["kind"] = type.Kind,
            ["metadata"] = new JsonObject { ["name"] = name },
        };
        if (generator.Text("namespace") is { } home)
        {
            made.Ensure("metadata")["namespace"] = home;
        }

        var isSecret = type == KnownTypes.Secrets;
        foreach (var (key, bytes) in Content(it, generator))
        {
            Add(it, made, key, bytes, isSecret, name);
        }

        if (isSecret)
        {
            made["type"] = generator.Text("type") ?? Opaque;
        }

        return new Piece(made, it.File.Shown) { NeedsDigest = !Mark(it, generator, made) };
    }

    /// <summary>Gives it what the options say.</summary>
    /// <returns>Whether its name is to stay as it is.</returns>
    private static bool Mark(Kustomization it, JsonObject generator, JsonObject made)
    {
        var isFixed = false;
        foreach (var options in new[] { it.Fields[KustomizationFields.GeneratorOptions], generator["options"] }.OfType<JsonObject>())
        {
            Unknown.Refuse(it, options, s_options, "generator options");
            foreach (var field in new[] { "labels", "annotations" })
            {
                foreach (var (key, value) in it.Pairs(options, field))
                {
                    made.Ensure("metadata", field)[key] = value;
                }
            }

            if (options.Text("immutable") == "true")
            {
                made["immutable"] = true;
            }

            isFixed |= options.Text("disableNameSuffixHash") == "true";
        }

        return isFixed;
    }

    private static IEnumerable<(string Key, byte[] Bytes)> Content(Kustomization it, JsonObject generator)
    {
        var envs = it.TextsOf(generator, "envs").Concat(generator.Text("env") is { } single ? [single] : []);
        foreach (var line in envs.SelectMany(path => it.Files[path].Text.Split('\n')).Select(line => line.TrimEnd('\r').TrimStart())
            .Where(line => line.Length > 0 && !line.StartsWith('#')))
        {
            yield return Pair(it, line);
        }

        foreach (var literal in it.TextsOf(generator, "literals"))
        {
            var (key, value) = Pair(it, literal);
            var text = Encoding.UTF8.GetString(value);
            var isQuoted = text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0];
            yield return (key, isQuoted ? Encoding.UTF8.GetBytes(text[1..^1]) : value);
        }

        foreach (var (key, path) in it.TextsOf(generator, "files").Select(KustomizationReferences.Split))
        {
            yield return (key, it.Files[path].Bytes);
        }
    }

    private static (string Key, byte[] Value) Pair(Kustomization it, string written)
    {
        var at = written.IndexOf('=', StringComparison.Ordinal);
        return at > 0 ? (written[..at], Encoding.UTF8.GetBytes(written[(at + 1)..]))
            : throw it.Fault(written, $"'{ShownText.Of(written, 60)}' is no key=value");
    }

    private static void Add(Kustomization it, JsonObject made, string key, byte[] bytes, bool isSecret, string name)
    {
        var isText = !isSecret && System.Text.Unicode.Utf8.IsValid(bytes);
        var field = isSecret || isText ? "data" : "binaryData";
        if (made["data"].At(key) is not null || made["binaryData"].At(key) is not null)
        {
            throw it.Fault(key, $"the key '{key}' of {name} comes twice");
        }

        made.Ensure(field)[key] = isText ? Encoding.UTF8.GetString(bytes) : Convert.ToBase64String(bytes);
    }
}
