using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes;

/// <summary>The contexts that can be connected to.</summary>
public static class ClusterContexts
{
    /// <summary>Lists the contexts in the order of the files. Reads files only; sends nothing.</summary>
    /// <param name="kubeconfig">The file; null for KUBECONFIG's list, else ~/.kube/config, else the service account of the pod this runs in.</param>
    /// <exception cref="NsmException">KubeconfigNotFound or KubeconfigInvalid.</exception>
    public static IReadOnlyList<NsmContext> List(string? kubeconfig) => List(kubeconfig, ClusterEnvironment.OfProcess());

    internal static IReadOnlyList<NsmContext> List(string? kubeconfig, ClusterEnvironment environment)
    {
        IReadOnlyList<string> files = KubeconfigFiles.Find(kubeconfig, environment);
        if (files.Count == 0)
        {
            ConnectionSettings pod = ContextResolver.Resolve(new ClusterOptions(), environment);
            return [new NsmContext(pod.Name, pod.Name, pod.Name, null, pod.Server.AbsoluteUri, true, "")];
        }

        Kubeconfig loaded = KubeconfigFiles.Load(files);
        return
        [
            .. loaded.Contexts.Select(context => new NsmContext(
                context.Name,
                context.Cluster,
                context.User,
                context.Namespace,
                loaded.Clusters.FirstOrDefault(cluster => cluster.Name == context.Cluster)?.Server,
                context.Name == loaded.CurrentContext,
                context.File)),
        ];
    }
}
