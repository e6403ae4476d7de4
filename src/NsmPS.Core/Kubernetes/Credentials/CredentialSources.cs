using System.Net;
using System.Net.Http.Headers;
using System.Text;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Chooses where a connection's credentials come from; the order is client-go's.</summary>
internal static class CredentialSources
{
    public static CredentialSource For(ConnectionSettings settings, ILoginScreen? screen, TimeProvider time) => settings switch
    {
        { Login: { } login } => new FixedCredential(Basic(login, settings.Certificate)),
        { TokenFile: { } file } => new TokenFileCredential(file, settings.Certificate, time),
        { Token: { } token } => new FixedCredential(RequestCredential.Bearer(token, settings.Certificate)),
        { Basic: { } basic } => new FixedCredential(Basic(basic, settings.Certificate)),
        { AuthProvider: { } oidc } => new OidcCredential(settings.Name, settings.Source.User.Name, oidc, settings.Certificate, time),

        // Who has a certificate is known already: as with kubectl the plugin does not run.
        { Certificate: { } certificate } => new FixedCredential(new RequestCredential(null, certificate)),
        { Plugin: { } plugin } => new PluginCredential(
            new PluginRunner(settings.Name, plugin, settings.Entry ?? new KubeconfigCluster(""), screen, time).RunAsync, time),
        _ => new FixedCredential(new RequestCredential(null, null)),
    };

    private static RequestCredential Basic(NetworkCredential login, ClientCertificate? certificate) => new(
        new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login.UserName}:{login.Password}"))),
        certificate);
}
