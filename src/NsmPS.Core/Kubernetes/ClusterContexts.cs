using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;

namespace NsmPS.Kubernetes;

/// <summary>The contexts that can be connected to.</summary>
public static class ClusterContexts
{
    /// <summary>Lists the contexts in the order of the files. Reads files only; sends nothing.</summary>
    /// <param name="kubeconfig">The file; null for KUBECONFIG's list, else
    /// ~/.kube/config, else the service account of the pod this runs in.</param>
    /// <exception cref="NsmException">KubeconfigNotFound or KubeconfigInvalid.</exception>
    public static IReadOnlyList<NsmContext> List(string? kubeconfig) => List(kubeconfig, ClusterEnvironment.OfProcess());

    /// <summary>The kubeconfig files that count; empty when only a pod's service account is left.</summary>
    /// <param name="kubeconfig">The file the user named; null for KUBECONFIG's list, else <c>~/.kube/config</c>.</param>
    /// <exception cref="NsmException">KubeconfigNotFound.</exception>
    public static IReadOnlyList<string> FindFiles(string? kubeconfig) => KubeconfigFiles.Find(kubeconfig, ClusterEnvironment.OfProcess());

    /// <summary>Whether a text names several kubeconfig files by their full paths, as KUBECONFIG can.</summary>
    public static bool IsList(string text) => KubeconfigFiles.IsList(text);

    /// <summary>KUBECONFIG's list with full paths, for a shell in another folder than the process; null where none is relative.</summary>
    /// <param name="folder">The shell's folder, as a full path.</param>
    public static string? FindFrom(string folder) => KubeconfigFiles.FindFrom(folder, ClusterEnvironment.OfProcess());

    internal static IReadOnlyList<NsmContext> List(string? kubeconfig, ClusterEnvironment environment)
    {
        var files = KubeconfigFiles.Find(kubeconfig, environment);
        if (files.Count == 0)
        {
            var pod = ContextResolver.Resolve(new ClusterOptions(), environment);
            return [new NsmContext(pod.Name, pod.Name, pod.Name, null, pod.Server.AbsoluteUri, true, "")];
        }

        var loaded = KubeconfigFiles.Load(files);
        return
        [
            .. loaded.Contexts.DistinctBy(entry => entry.Name, StringComparer.Ordinal).Select(entry => Describe(loaded, entry, files)),
        ];
    }

    private static NsmContext Describe(Kubeconfig loaded, KubeconfigEntry<KubeconfigContext> entry, IReadOnlyList<string> files)
    {
        var context = TryRead(entry) ?? new KubeconfigContext(entry.Name, "", "", null, entry.File);
        var cluster = loaded.Clusters.FirstOrDefault(cluster => cluster.Name == context.Cluster);
        string?[] needed = [entry.File, cluster?.File, loaded.Users.FirstOrDefault(user => user.Name == context.User)?.File];
        return new NsmContext(
            context.Name,
            context.Cluster,
            context.User,
            context.Namespace,
            ServerAddress.Shown(cluster is null ? null : TryRead(cluster)?.Server),
            context.Name == (loaded.CurrentContext ?? ""),
            string.Join(Path.PathSeparator, files.Where(file => needed.Contains(file))));
    }

    // A broken entry is reported when it is used.
    private static T? TryRead<T>(KubeconfigEntry<T> entry)
        where T : class
    {
        try
        {
            return entry.Read();
        }
        catch (NsmException)
        {
            return null;
        }
    }
}
