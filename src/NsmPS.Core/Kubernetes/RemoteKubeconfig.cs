using System.Collections.Immutable;

namespace NsmPS.Kubernetes;

/// <summary>A kubeconfig that came over the network, for example from a Meshery server. The sender must not make this machine run a
/// program, read a file or use a proxy: all of these are refused by name. Entries that the context does not use are passed over. It holds
/// secrets and is never printed.</summary>
public sealed class RemoteKubeconfig
{
    /// <summary>How large its text may be, in bytes of UTF-8.</summary>
    public const int LargestSize = 1024 * 1024;

    /// <summary>Takes the text as it came; a <see cref="ClusterClient"/> reads it.</summary>
    /// <param name="text">The YAML or JSON of one kubeconfig.</param>
    public RemoteKubeconfig(string text)
    {
        Text = text;
    }

    /// <summary>The credential programs (<c>exec</c>) that an administrator allows: bare names, compared exactly with the kubeconfig's
    /// command and found on this machine's PATH. The kubeconfig still chooses the arguments, so a name belongs here only when the program
    /// is harmless with any; a kubeconfig's <c>env</c> is refused anyway.</summary>
    /// <exception cref="NsmException">OptionInvalid when a name is empty or a path.</exception>
    public ImmutableArray<string> AllowedPlugins { get; init => field = Checked(value); } = [];

    /// <summary>The context to use; null for the kubeconfig's current one.</summary>
    public string? Context { get; init; }

    internal string Text { get; }

    /// <summary>Never the text.</summary>
    public override string ToString() => "a kubeconfig from the network";

    private static ImmutableArray<string> Checked(ImmutableArray<string> names)
    {
        var all = names.IsDefault ? [] : names;
        return all.FirstOrDefault(name => string.IsNullOrWhiteSpace(name) || name.AsSpan().ContainsAny('/', '\\')) is { } wrong
            ? throw new NsmException(NsmErrors.OptionInvalid,
                $"'{wrong}' is not a name of a credential program: give the bare name, without a folder.", wrong)
            : all;
    }
}
