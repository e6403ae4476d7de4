using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Config;

/// <summary>Turns a kubeconfig from the network into settings. It opens no file, and nothing
/// of this machine but the environment's proxy counts.</summary>
internal static class RemoteKubeconfigResolver
{
    /// <summary>What messages call the kubeconfig, in place of a file.</summary>
    public const string Source = "of the request";

    /// <summary>The length of a DNS name, which is longer than any name that tools write.</summary>
    private const int LongestName = 253;

    /// <summary>A kubeconfig has 5 levels; extensions may have some more.</summary>
    private static readonly ReadLimits s_limits = new(Depth: 20, Values: 20_000);

    /// <exception cref="NsmException">KubeconfigRefused or KubeconfigInvalid.</exception>
    public static ConnectionSettings Resolve(RemoteKubeconfig remote, ClusterEnvironment environment)
    {
        var root = Parse(remote.Text);

        // A plugin that cannot be started would quote its hint, and nothing of the text may be quoted.
        foreach (var user in root.Items("users"))
        {
            (user.At("user", "exec") as JsonObject)?.Remove("installHint");
        }

        new RemoteKubeconfigRules(remote.AllowedPlugins).Check(root);
        var kubeconfig = KubeconfigReader.Read(Source, root);
        CheckNames(kubeconfig);
        return ContextResolver.Resolve(kubeconfig, Source, null, environment);
    }

    private static JsonNode Parse(string text) => string.IsNullOrWhiteSpace(text) ? throw KubeconfigErrors.Invalid(Source, "it is empty")
        : ForeignText.FindFault(text, RemoteKubeconfig.LargestSize, out _) is { } fault
            ? throw KubeconfigErrors.Invalid(Source, fault)
        : KubeconfigReader.Parse(Source, text, s_limits) ?? throw KubeconfigErrors.Invalid(Source, "it is empty");

    private static void CheckNames(Kubeconfig kubeconfig)
    {
        var current = kubeconfig.Contexts.FirstOrDefault(entry => entry.Name == kubeconfig.CurrentContext)?.Read()
            ?? throw KubeconfigErrors.Invalid(Source, "its current-context is missing or has no entry");
        if (((string[])[current.Name, current.Cluster, current.User]).Any(name => name.Length > LongestName))
        {
            throw KubeconfigErrors.Invalid(Source, $"a name in it is longer than {LongestName} characters");
        }
    }
}
