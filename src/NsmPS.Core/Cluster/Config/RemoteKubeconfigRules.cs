using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace NsmPS.Cluster.Config;

/// <summary>Finds in a kubeconfig from the network what would make this machine run a program, read a file or use a proxy, wherever in the document it stands.</summary>
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
        new[] { "clusters", "cluster", "users", "user", "contexts", "context", "extensions", "extension", "preferences", "command", "env", Exec }.ToFrozenSet(StringComparer.Ordinal);

    private readonly List<string> _faults = [];

    /// <summary>Refuses, naming each place.</summary>
    /// <exception cref="NsmException">KubeconfigRefused, or KubeconfigInvalid for keys and texts that no kubeconfig has.</exception>
    public void Check(YamlNode root)
    {
        Walk(root, "", "");
        if (_faults.Count > 0)
        {
            string more = _faults.Count > ShownFaults ? $"; and {_faults.Count - ShownFaults} more" : "";
            throw new NsmException(
                NsmErrors.KubeconfigRefused, $"A kubeconfig from the network is refused: {string.Join("; ", _faults.Take(ShownFaults))}{more}.", RemoteKubeconfigResolver.Source);
        }
    }

    private void Walk(YamlNode node, string place, string key)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach ((YamlNode name, YamlNode value) in mapping.Children)
                {
                    WalkEntry(mapping, place, name, value);
                }

                break;
            case YamlSequenceNode sequence:
                for (int i = 0; i < sequence.Children.Count; i++)
                {
                    Walk(sequence.Children[i], string.Create(CultureInfo.InvariantCulture, $"{place}[{i}]"), key);
                }

                break;
            case YamlScalarNode scalar when (scalar.Value ?? "").Any(character => IsUnprintable(character, linesAllowed: IsBlock(key))):
                throw KubeconfigErrors.Invalid(RemoteKubeconfigResolver.Source, $"{place} holds a control character");
            default:
                break;
        }
    }

    private void WalkEntry(YamlMappingNode mapping, string place, YamlNode name, YamlNode value)
    {
        if (name is not YamlScalarNode { Value: { } key })
        {
            throw KubeconfigErrors.Invalid(RemoteKubeconfigResolver.Source, "a key is not a text");
        }

        string inner = Join(place, s_refused.ContainsKey(key) || s_shown.Contains(key) ? key : "*");
        if (IsNothing(value))
        {
            return;
        }

        if (s_refused.TryGetValue(key, out string? reason))
        {
            _faults.Add($"{inner}: {reason}");
        }
        else if (string.Equals(key, Exec, StringComparison.OrdinalIgnoreCase))
        {
            CheckPlugin(value, inner);
        }

        Walk(value, inner, key);
    }

    private void CheckPlugin(YamlNode value, string place)
    {
        string? command = Find(value, "command") is YamlScalarNode scalar ? scalar.Value : null;
        if (command is null || !plugins.Contains(command, StringComparer.Ordinal))
        {
            _faults.Add($"{place}: it runs a program, which the administrator of the machine has not allowed");
        }
        else if (Find(value, "env") is { } variables && !IsNothing(variables))
        {
            // Variables such as LD_PRELOAD or PATH turn an allowed program into any program.
            _faults.Add($"{place}.env: it sets environment variables of the program");
        }
    }

    private static YamlNode? Find(YamlNode node, string name) =>
        node is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? value) ? value : null;

    private static string Join(string place, string name) => place.Length == 0 ? name : $"{place}.{name}";

    private static bool IsNothing(YamlNode node) => YamlSection.IsNull(node) || node is YamlScalarNode { Value: "" } or YamlSequenceNode { Children.Count: 0 };

    /// <summary>Base64 may stand in several lines.</summary>
    private static bool IsBlock(string key) => key.EndsWith("-data", StringComparison.Ordinal);

    private static bool IsUnprintable(char character, bool linesAllowed) =>
        !ShownText.IsPrintable(character) && !char.IsSurrogate(character) && !(linesAllowed && character is '\n' or '\r' or '\t');
}
