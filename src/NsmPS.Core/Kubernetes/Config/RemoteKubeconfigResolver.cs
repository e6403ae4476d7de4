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
        EmptyUnused(root, remote.Context ?? root.Text("current-context"));

        // A plugin that cannot be started would quote its hint, and nothing of the text may be quoted.
        foreach (var user in root.Items("users"))
        {
            (user.At("user", "exec") as JsonObject)?.Remove("installHint");
        }

        new RemoteKubeconfigRules(remote.AllowedPlugins).Check(root);
        var kubeconfig = KubeconfigReader.Read(Source, root);
        CheckNames(kubeconfig, remote.Context);
        return ContextResolver.Resolve(kubeconfig, Source, remote.Context, environment);
    }

    /// <summary>Takes away what stands in entries that the context does not use, so that they can do no harm and need not be refused. The
    /// entries stay, for the places in messages.</summary>
    private static void EmptyUnused(JsonNode root, string? context)
    {
        var used = root.Items("contexts").FirstOrDefault(entry => entry.Text("name") == context);
        if (used is null)
        {
            return;
        }

        Empty("clusters", "cluster", used.Text("context", "cluster"));
        Empty("users", "user", used.Text("context", "user"));

        void Empty(string list, string body, string? name)
        {
            foreach (var entry in root.Items(list).OfType<JsonObject>().Where(entry => entry.Text("name") != name))
            {
                entry[body] = new JsonObject();
            }
        }
    }

    private static JsonNode Parse(string text) => string.IsNullOrWhiteSpace(text) ? throw KubeconfigErrors.Invalid(Source, "it is empty")
        : ForeignText.FindFault(text, RemoteKubeconfig.LargestSize, out _) is { } fault
            ? throw KubeconfigErrors.Invalid(Source, fault)
        : KubeconfigReader.Parse(Source, text, s_limits) ?? throw KubeconfigErrors.Invalid(Source, "it is empty");

    private static void CheckNames(Kubeconfig kubeconfig, string? asked)
    {
        var used = kubeconfig.Contexts.FirstOrDefault(entry => entry.Name == (asked ?? kubeconfig.CurrentContext))?.Read()
            ?? throw KubeconfigErrors.Invalid(Source, asked is null
                ? "its current-context is missing or has no entry"
                : "the context that was asked for has no entry");
        if (((string[])[used.Name, used.Cluster, used.User]).Any(name => name.Length > LongestName))
        {
            throw KubeconfigErrors.Invalid(Source, $"a name in it is longer than {LongestName} characters");
        }
    }
}
