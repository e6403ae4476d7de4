namespace NsmPS.Cluster.Config;

internal static class RemoteKubeconfigResolver
{
    public static ConnectionSettings Resolve(RemoteKubeconfig kubeconfig, ClusterEnvironment environment) =>
        ContextResolver.Resolve(KubeconfigReader.Read("remote", kubeconfig.Text), "remote", null, environment);
}
