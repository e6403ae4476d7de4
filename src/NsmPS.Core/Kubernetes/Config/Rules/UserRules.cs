using System.Net;

namespace NsmPS.Kubernetes.Config.Rules;

/// <summary>What a user entry means, and whether it can be used. The rules are those of kubectl.</summary>
internal sealed class UserRules(string file, string context, KubeconfigUser user)
{
    private static readonly string[] s_modes = [KubeconfigPlugin.Never, KubeconfigPlugin.IfAvailable, KubeconfigPlugin.Always];

    /// <summary>Adds the user's credentials to the settings of the cluster.</summary>
    /// <exception cref="NsmException">KubeconfigInvalid; it names the entry and never a value.</exception>
    public ConnectionSettings Apply(ConnectionSettings cluster)
    {
        Check();
        var certificate = PemText.Read(file, "client-certificate", user.CertificateData, user.CertificateFile);
        cluster = cluster with { Impersonation = user.Impersonation };

        // Without TLS anyone on the way could read them. Like kubectl, NsmPS then sends only the login of the address itself.
        return cluster.Server.Scheme == Uri.UriSchemeHttp ? cluster : cluster with
        {
            Certificate = certificate is null ? null
                : PemText.ReadClient(file, certificate, PemText.Read(file, "client-key", user.KeyData, user.KeyFile)),
            Token = user.Token?.TrimEnd(' ', '\t'),
            TokenFile = user.Token is null || File.Exists(user.TokenFile) ? user.TokenFile : null,
            Basic = user.Username is null ? null : new NetworkCredential(user.Username, user.Password),
            Plugin = user.Plugin,
            AuthProvider = user.AuthProvider,
        };
    }

    private void Check()
    {
        if (user.Token?.TrimEnd(' ', '\t') is { } token && HeaderText.FindTokenFault(token) is { } fault)
        {
            throw Invalid("the token of", fault);
        }

        if (user.Impersonation.Select(header => HeaderText.FindFault(header.Value)).FirstOrDefault(found => found is not null) is { } other)
        {
            throw Invalid("a name that", $"impersonates {other}");
        }

        if (user.Impersonation.Length > 0 && user.Impersonation[0].Key != KubeconfigUser.ImpersonatedName)
        {
            throw Invalid("", "impersonates a uid, groups or extra values of nobody: set 'as' too");
        }

        if (user.Token is not null && (user.Username ?? user.Password) is not null)
        {
            throw Invalid("", "has both a token and a user name or password: keep one of them");
        }

        if (user.Username is null && user.Password is not null)
        {
            throw Invalid("", "has a password and no user name");
        }

        if (user.Plugin is { } plugin && !s_modes.Contains(plugin.InteractiveMode))
        {
            throw Invalid("the interactiveMode of", $"is none of {string.Join(", ", s_modes)}");
        }

        if (user.AuthProvider is not null && AuthProviderRules.FindFault(user) is { } reason)
        {
            throw Invalid("", reason);
        }
    }

    private NsmException Invalid(string what, string fault) =>
        KubeconfigErrors.Invalid(file, $"{(what.Length > 0 ? what + " " : "")}the user '{user.Name}' {fault}", context);
}
