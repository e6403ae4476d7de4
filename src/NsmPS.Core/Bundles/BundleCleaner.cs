using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Nsm.Names;

namespace NsmPS.Bundles;

/// <summary>Takes secrets out of everything that goes into a bundle. First it learns the names and the secrets of the objects.</summary>
internal sealed class BundleCleaner
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Shorter values are words that also stand elsewhere.</summary>
    private const int ShortestSecret = 8;

    private const int MostSecrets = 1_000;
    private const int MarkLength = 2;
    private const int DataMarkLength = 6;

    /// <summary>Fields whose values are names, numbers or certificates: they look like keys but are not.</summary>
    private static readonly HashSet<string> s_plainFields =
    [
        "name", "generateName", "namespace", "uid", "resourceVersion", "kind", "apiVersion", "image", "imageID", "containerID", "caBundle",
        "nodeName", "podIP", "hostIP", "ip", "address", "key", "type", "reason", "manager", SpireTypes.BundleKey,
    ];

    private static readonly HashSet<string> s_plainMaps = ["labels", "matchLabels", "selector", "nodeSelector", "capacity", "allocatable"];

    private readonly byte[] _salt = RandomNumberGenerator.GetBytes(16);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    /// <summary>Learns the names in an object, and the secrets in it.</summary>
    public void Learn(JsonObject item)
    {
        LearnNames(item);
        if (MaskedText.IsSecret(item))
        {
            var data = item["data"] as JsonObject ?? [];
            foreach (var (_, value) in data.Where(entry => !entry.Key.EndsWith(".crt", StringComparison.Ordinal)))
            {
                LearnSecret(value.Text());
                LearnSecret(Decode(value.Text()));
            }
        }
        else
        {
            LearnVariables(item);
        }
    }

    /// <summary>A copy of an object without secrets. Of a Secret's data the keys are left, and marks that tell whether two are
    /// alike.</summary>
    public JsonObject Object(JsonObject item)
    {
        var copy = item.Clone();
        var secret = MaskedText.IsSecret(copy);
        foreach (var field in (string[])["data", "stringData"])
        {
            if (secret && copy[field] is JsonObject data)
            {
                copy[field] = new JsonObject(data.Select(entry =>
                    KeyValuePair.Create(entry.Key, (JsonNode?)Mark(entry.Value.Text() ?? ""))));
            }
        }

        if (copy.At("metadata", "annotations") is JsonObject annotations)
        {
            annotations.Remove(LastApplied);
        }

        foreach (var entry in copy.Items("metadata", "managedFields"))
        {
            entry.Remove("fieldsV1");
        }

        return Node(secret ? copy : MaskedText.Of(copy), field: "", plain: secret)!.AsObject();
    }

    /// <summary>A copy of results without secrets.</summary>
    public JsonNode? Result(JsonNode? node) => Node(node, field: "", plain: false);

    /// <summary>A text without secrets.</summary>
    public string Text(string text)
    {
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, MaskedText.Mask, StringComparison.Ordinal);
        }

        return SecretScrubber.ScrubText(text, IsName, Stand);
    }

    private bool IsName(string word) => _names.Contains(word);

    /// <summary>Equal words get equal marks within one bundle, and nothing leads back from a mark.</summary>
    private string Stand(string word) => Convert.ToHexStringLower(Hash(word, MarkLength));

    /// <summary>In the form of the data of a Secret.</summary>
    private string Mark(string value) => Convert.ToBase64String(
        Encoding.ASCII.GetBytes(MaskedText.Mask + Convert.ToHexStringLower(Hash(value, DataMarkLength))));

    private byte[] Hash(string text, int length) => HMACSHA256.HashData(_salt, Encoding.UTF8.GetBytes(text))[..length];

    private JsonNode? Node(JsonNode? node, string field, bool plain) => node switch
    {
        JsonObject map => new JsonObject(map.Select(entry =>
            KeyValuePair.Create(entry.Key, Node(entry.Value, entry.Key, plain || s_plainMaps.Contains(entry.Key))))),
        JsonArray list => new JsonArray([.. list.Select(element => Node(element, field, plain))]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String =>
            plain || s_plainFields.Contains(field) || field.StartsWith(OwnNames.OwnPrefix, StringComparison.Ordinal)
            ? Known(value.GetValue<string>())
            : Text(value.GetValue<string>()),
        _ => node?.DeepClone(),
    };

    private string Known(string value) => _secrets.Contains(value) ? MaskedText.Mask : value;

    private void LearnNames(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var element in list)
            {
                LearnNames(element);
            }
        }

        foreach (var (field, value) in node as JsonObject ?? [])
        {
            if (field is "name" or "uid" or "nodeName" or "namespace" && value.Text() is { Length: > 0 } name)
            {
                _names.Add(name);
            }

            LearnNames(value);
        }
    }

    private void LearnVariables(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var element in list)
            {
                LearnVariables(element);
            }
        }
        else if (node is JsonObject map)
        {
            if (map.Text("name") is { } name && MaskedText.IsSecretName(name))
            {
                LearnSecret(map.Text("value"));
            }

            foreach (var (field, value) in map)
            {
                if (value is JsonValue && MaskedText.IsSecretName(field) && value.GetValueKind() == JsonValueKind.String)
                {
                    LearnSecret(value.Text());
                }

                LearnVariables(value);
            }
        }
    }

    private void LearnSecret(string? text)
    {
        if (text?.Trim() is { Length: >= ShortestSecret } secret && !_names.Contains(secret) && _secrets.Count < MostSecrets)
        {
            _secrets.Add(secret);
        }
    }

    private static string? Decode(string? base64)
    {
        var buffer = new byte[base64?.Length ?? 0];
        return base64 is not null && Convert.TryFromBase64String(base64, buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length)
            : null;
    }
}
