using NsmPS.Kubernetes.Config.Rules;

namespace NsmPS.Kubernetes.Config;

/// <summary>Turns a kubeconfig's context, or a pod's service account, into settings.</summary>
internal static class ContextResolver
{
    /// <summary>The name of the connection that uses a pod's service account.</summary>
    public const string InCluster = "in-cluster";

    /// <summary>Reads what the options and the machine name. Sends nothing.</summary>
    /// <exception cref="NsmException">It is missing or unusable.</exception>
    public static ConnectionSettings Resolve(ClusterOptions options, ClusterEnvironment environment)
    {
        var files = KubeconfigFiles.Find(options.Kubeconfig, environment);
        if (files.Count > 0)
        {
            return Resolve(KubeconfigFiles.Load(files), string.Join(Path.PathSeparator, files), options.Context, environment);
        }

        if (options.Context is not (null or InCluster))
        {
            throw KubeconfigErrors.NotFound("~/.kube/config", $"There is no kubeconfig to find the context '{options.Context}' in.");
        }

        return ServiceAccount.Resolve(environment)
            ?? throw KubeconfigErrors.NotFound("~/.kube/config",
                "No kubeconfig was named, KUBECONFIG is not set, and ~/.kube/config does not exist.");
    }

    /// <summary>Reads one context. The entries that it does not use are not looked at.</summary>
    public static ConnectionSettings Resolve(Kubeconfig kubeconfig, string files, string? named, ClusterEnvironment environment)
    {
        // An entry without a name is that of an empty current-context.
        var name = (string.IsNullOrEmpty(named) ? kubeconfig.CurrentContext : named) ?? "";
        var context = Kubeconfig.Find(kubeconfig.Contexts, "context", name)?.Read()
            ?? throw KubeconfigErrors.ContextNotFound(name.Length == 0 ? null : name, files,
                kubeconfig.Contexts.Select(entry => entry.Name));
        var clusterEntry = Kubeconfig.Find(kubeconfig.Clusters, "cluster", context.Cluster)
            ?? throw KubeconfigErrors.Invalid(context.File,
                $"the context '{name}' names the cluster '{context.Cluster}', which has no entry", name);
        var userEntry = Kubeconfig.Find(kubeconfig.Users, "user", context.User);
        if (userEntry is null && context.User.Length > 0)
        {
            throw KubeconfigErrors.Invalid(context.File, $"the context '{name}' names the user '{context.User}', which has no entry", name);
        }

        var cluster = new ClusterRules(clusterEntry.File, name, clusterEntry.Read());
        var server = cluster.ReadServer(userEntry?.Read() ?? new KubeconfigUser(""));
        var settings = new ConnectionSettings
        {
            Name = context.Name,
            Server = ServerAddress.Plain(server),
            Login = ServerAddress.Login(server),
            Authorities = cluster.ReadAuthorities(),
            AuthorityFile = cluster.Entry.AuthorityData is null ? cluster.Entry.AuthorityFile : null,
            SkipTlsVerify = cluster.Entry.SkipTlsVerify,
            TlsServerName = cluster.ReadServerName(),
            Proxy = cluster.ReadProxy() ?? EnvironmentProxy.Find(server, environment.Variable),
            Entry = cluster.Entry,
            Source = (context, userEntry?.Read() ?? new KubeconfigUser("")),
        };
        return new UserRules(userEntry?.File ?? context.File, name, settings.Source.User).Apply(settings);
    }
}
