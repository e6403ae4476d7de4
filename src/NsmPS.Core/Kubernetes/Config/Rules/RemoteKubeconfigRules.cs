using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>Finds in a kubeconfig from the network what would make this machine run a program, read
/// a file or use a proxy, wherever in the document it stands.</summary>
/// <param name="plugins">The credential programs that are allowed.</param>
internal sealed class RemoteKubeconfigRules(ImmutableArray<string> plugins)
{
    private const string Exec = "exec";
    private const string ReadsFile = "it names a file of the machine that reads it";

    private const int ShownFaults = 5;

    private static readonly FrozenDictionary<string, string> s_refused = new Dictionary<string, string>
    {
        ["certificate-authority"] = $"{ReadsFile}; use certificate-authority-data",
        ["client-certificate"] = $"{ReadsFile}; use client-certificate-data",
        ["client-key"] = $"{ReadsFile}; use client-key-data",
        ["tokenFile"] = $"{ReadsFile}; use token",
        ["proxy-url"] = "it chooses a proxy for the machine that connects",
        ["auth-provider"] = "it logs in by a plugin that Kubernetes has removed",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names that may be shown in a place; others could be a value in the wrong spot.</summary>
    private static readonly FrozenSet<string> s_shown =
        new[]
        {
            "clusters", "cluster", "users", "user", "contexts", "context", "extensions", "extension", "preferences", "command", "env", Exec
        }.ToFrozenSet(StringComparer.Ordinal);

    private readonly List<string> _faults = [];

    /// <summary>Refuses, naming each place.</summary>
    /// <exception cref="NsmException">KubeconfigRefused, or KubeconfigInvalid for texts that no kubeconfig has.</exception>
    public void Check(JsonNode root)
    {
        Walk(root, "", "");
        if (_faults.Count > 0)
        {
            var more = _faults.Count > ShownFaults ? $"; and {_faults.Count - ShownFaults} more" : "";
            throw new NsmException(
                NsmErrors.KubeconfigRefused, "A kubeconfig from the network is refused: "
                    + $"{string.Join("; ", _faults.Take(ShownFaults))}{more}.", RemoteKubeconfigResolver.Source);
        }
    }

    private void Walk(JsonNode? node, string place, string key)
    {
        switch (node)
        {
            case JsonObject mapping:
                foreach ((var name, var value) in mapping)
                {
                    WalkEntry(place, name, value);
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    Walk(list[i], string.Create(CultureInfo.InvariantCulture, $"{place}[{i}]"), key);
                }

                break;
            case JsonValue value when value.TryGetValue(out string? text)
                && text.Any(character => IsUnprintable(character, linesAllowed: IsBlock(key))):
                throw KubeconfigErrors.Invalid(RemoteKubeconfigResolver.Source, $"{place} holds a control character");
            default:
                break;
        }
    }

    private void WalkEntry(string place, string key, JsonNode? value)
    {
        var inner = Join(place, s_refused.ContainsKey(key) || s_shown.Contains(key) ? key : "*");
        if (IsNothing(value))
        {
            return;
        }

        if (s_refused.TryGetValue(key, out var reason))
        {
            _faults.Add($"{inner}: {reason}");
        }
        else if (string.Equals(key, Exec, StringComparison.OrdinalIgnoreCase))
        {
            CheckPlugin(value, inner);
        }

        Walk(value, inner, key);
    }

    private void CheckPlugin(JsonNode? value, string place)
    {
        if (!plugins.Contains(value.Text("command") ?? "", StringComparer.Ordinal))
        {
            _faults.Add($"{place}: it runs a program, which the administrator of the machine has not allowed");
        }
        else if (!IsNothing(value.At("env")))
        {
            // Variables such as LD_PRELOAD or PATH turn an allowed program into any program.
            _faults.Add($"{place}.env: it sets environment variables of the program");
        }
    }

    private static string Join(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private static bool IsNothing(JsonNode? node) =>
        node is null or JsonArray { Count: 0 } || (node is JsonValue value && value.TryGetValue(out string? text) && text.Length == 0);

    /// <summary>Base64 may stand in several lines.</summary>
    private static bool IsBlock(string key) => key.EndsWith("-data", StringComparison.Ordinal);

    private static bool IsUnprintable(char character, bool linesAllowed) =>
        !ShownText.IsPrintable(character) && !char.IsSurrogate(character) && !(linesAllowed && character is '\n' or '\r' or '\t');
}
