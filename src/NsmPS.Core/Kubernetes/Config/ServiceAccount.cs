namespace NsmPS.Kubernetes.Config;

/// <summary>The cluster a pod runs in, as the service account that Kubernetes gave it.</summary>
internal static class ServiceAccount
{
    /// <summary>Its settings; null outside of a pod.</summary>
    public static ConnectionSettings? Resolve(ClusterEnvironment environment)
    {
        var token = Path.Combine(environment.ServiceAccount, "token");
        var authority = Path.Combine(environment.ServiceAccount, "ca.crt");
        if (environment.Variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || !File.Exists(token))
        {
            return null;
        }

        var port = environment.Variable("KUBERNETES_SERVICE_PORT") is { Length: > 0 } named ? named : "443";
        var name = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        return !Uri.TryCreate($"https://{name}:{port}", UriKind.Absolute, out var server)
            ? throw KubeconfigErrors.Invalid(environment.ServiceAccount,
                "KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are no address")
            : new ConnectionSettings
            {
                Name = ContextResolver.InCluster,
                Server = server,
                Authorities = PemText.ReadAuthorities(environment.ServiceAccount, KubeconfigFiles.ReadText(authority)),
                AuthorityFile = authority,
                TokenFile = token,
                Proxy = EnvironmentProxy.Find(server, environment.Variable),
            };
    }
}
