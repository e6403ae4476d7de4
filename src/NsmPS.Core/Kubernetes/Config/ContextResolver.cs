using System.Net;

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

    /// <summary>Reads one context.</summary>
    public static ConnectionSettings Resolve(Kubeconfig kubeconfig, string files, string? named, ClusterEnvironment environment)
    {
        var name = string.IsNullOrEmpty(named) ? kubeconfig.CurrentContext : named;
        var context = kubeconfig.Contexts.FirstOrDefault(entry => entry.Name == name)
            ?? throw KubeconfigErrors.ContextNotFound(name, files, kubeconfig.Contexts.Select(entry => entry.Name));
        var cluster = kubeconfig.Clusters.FirstOrDefault(entry => entry.Name == context.Cluster)
            ?? throw KubeconfigErrors.Invalid(context.File,
                $"the context '{name}' names the cluster '{context.Cluster}', which has no entry", name);
        var user = context.User.Length == 0 ? new KubeconfigUser("")
            : kubeconfig.Users.FirstOrDefault(entry => entry.Name == context.User)
            ?? throw KubeconfigErrors.Invalid(context.File,
                $"the context '{name}' names the user '{context.User}', which has no entry", name);
        Check(context, cluster, user);

        var authorities = PemText.Read(context.File, "certificate-authority", cluster.AuthorityData, cluster.AuthorityFile);
        var certificate = PemText.Read(context.File, "client-certificate", user.CertificateData, user.CertificateFile);
        var server = ReadServer(context, cluster);
        return new ConnectionSettings
        {
            Name = context.Name,
            Server = server,
            Authorities = authorities is null ? null : PemText.ReadAuthorities(context.File, authorities),
            AuthorityFile = cluster.AuthorityData is null ? cluster.AuthorityFile : null,
            SkipTlsVerify = cluster.SkipTlsVerify,
            TlsServerName = ReadServerName(context, cluster),
            Proxy = ReadProxy(context, cluster) ?? EnvironmentProxy.Find(server, environment.Variable),
            Certificate = certificate is null ? null
                : PemText.ReadClient(context.File, certificate, PemText.Read(context.File, "client-key", user.KeyData, user.KeyFile)),
            Token = user.Token,
            TokenFile = user.TokenFile,
            Basic = user.Username is null ? null : new NetworkCredential(user.Username, user.Password),
            Plugin = user.Plugin,
            Entry = cluster,
            Source = (context, user),
            Impersonation = user.Impersonation,
        };
    }

    private static void Check(KubeconfigContext context, KubeconfigCluster cluster, KubeconfigUser user)
    {
        if (user.AuthProvider is { } provider)
        {
            throw KubeconfigErrors.Invalid(
                context.File, $"the user '{user.Name}' logs in by the auth-provider '{provider}', which Kubernetes has removed; use its "
                    + "exec plugin instead", context.Name);
        }

        if (cluster.SkipTlsVerify && (cluster.AuthorityData ?? cluster.AuthorityFile) is not null)
        {
            throw KubeconfigErrors.Invalid(context.File,
                $"the cluster '{cluster.Name}' has both a certificate-authority and insecure-skip-tls-verify", context.Name);
        }
    }

    private static Uri ReadServer(KubeconfigContext context, KubeconfigCluster cluster)
    {
        return Uri.TryCreate(cluster.Server, UriKind.Absolute, out var server) && server.Scheme is ("https" or "http")
            && server.Query.Length == 0
            ? server
            : throw KubeconfigErrors.Invalid(context.File,
                $"the server of the cluster '{cluster.Name}' is missing or not an http(s) address", context.Name);
    }

    private static string? ReadServerName(KubeconfigContext context, KubeconfigCluster cluster) =>
        cluster.TlsServerName is not { } name ? null
        : Uri.CheckHostName(name) switch
        {
            UriHostNameType.Dns or UriHostNameType.IPv4 => name,
            UriHostNameType.IPv6 => $"[{name.Trim('[', ']')}]",
            _ => throw KubeconfigErrors.Invalid(context.File, $"the tls-server-name of the cluster '{cluster.Name}' is not a host name",
                context.Name),
        };

    private static Uri? ReadProxy(KubeconfigContext context, KubeconfigCluster cluster)
    {
        return cluster.ProxyUrl is null ? null
            : Uri.TryCreate(cluster.ProxyUrl, UriKind.Absolute, out var address)
                && address.Scheme is ("http" or "https" or "socks5") ? address
            : throw KubeconfigErrors.Invalid(context.File,
                $"the proxy-url of the cluster '{cluster.Name}' is not an http, https or socks5 address", context.Name);
    }
}
