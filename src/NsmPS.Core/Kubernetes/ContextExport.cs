using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes;

/// <summary>Makes one context into a kubeconfig that needs no other file, to hand it to a program elsewhere.</summary>
public static class ContextExport
{
    /// <summary>Exports a context: one cluster, one user, one context, files as data. Reads files only; sends nothing.</summary>
    /// <param name="kubeconfig">The file; null for KUBECONFIG's list, else
    /// ~/.kube/config, else the service account of the pod this runs in.</param>
    /// <param name="context">The context; null for the current one.</param>
    /// <exception cref="NsmException">KubeconfigNotFound, KubeconfigInvalid or
    /// ContextNotFound; KubeconfigNotPortable for credentials of a plugin.</exception>
    public static ExportedContext Export(string? kubeconfig, string? context) =>
        Export(kubeconfig, context, ClusterEnvironment.OfProcess());

    internal static ExportedContext Export(string? kubeconfig, string? context, ClusterEnvironment environment)
    {
        var options = new ClusterOptions { Kubeconfig = kubeconfig, Context = context };

        // Resolving also checks everything that a connection would check.
        var settings = ContextResolver.Resolve(options, environment);
        return new ExportedContext(settings.Name, settings.Server, settings.Entry is { } cluster
            ? OfFile(settings, cluster)
            : OfServiceAccount(settings, environment));
    }

    private static string OfFile(ConnectionSettings settings, KubeconfigCluster cluster)
    {
        (var context, var user) = settings.Source;
        if (Elsewhere(settings) is { } elsewhere)
        {
            throw new NsmException(
                NsmErrors.KubeconfigNotPortable, $"The user '{context.User}' of the context '{context.Name}' gets its credentials from "
                    + $"{elsewhere}, which cannot be sent.", context.Name)
            { Cluster = context.Name };
        }

        return KubeconfigWriter.Write(
            context,
            cluster,
            PemText.Read(context.File, "certificate-authority", cluster.AuthorityData, cluster.AuthorityFile),
            user,
            (PemText.Read(context.File, "client-certificate", user.CertificateData, user.CertificateFile),
                PemText.Read(context.File, "client-key", user.KeyData, user.KeyFile)),
            ReadToken(settings.TokenFile) ?? user.Token);
    }

    // What wins over these two travels with the kubeconfig.
    private static string? Elsewhere(ConnectionSettings settings) => settings switch
    {
        { Token: not null } or { TokenFile: not null } or { Basic: not null } or { Login: not null } => null,
        { AuthProvider: not null } => "an auth-provider",
        { Plugin: not null, Certificate: null } => "an exec plugin",
        _ => null,
    };

    private static string OfServiceAccount(ConnectionSettings settings, ClusterEnvironment environment)
    {
        var context = new KubeconfigContext(settings.Name, settings.Name, settings.Name, null, "");
        var cluster = new KubeconfigCluster(settings.Name) { Server = settings.Server.AbsoluteUri.TrimEnd('/') };
        var authority = KubeconfigFiles.ReadText(Path.Combine(environment.ServiceAccount, "ca.crt"));
        return KubeconfigWriter.Write(context, cluster, authority, new KubeconfigUser(settings.Name), default,
            ReadToken(settings.TokenFile));
    }

    private static string? ReadToken(string? file) => file is null ? null : KubeconfigFiles.ReadText(file).Trim();
}
