using System.Net.Http.Headers;
using System.Text;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Chooses where a connection's credentials come from; the order is client-go's.</summary>
internal static class CredentialSources
{
    /// <summary>How long a plugin may take: a cloud's login answers within seconds, and nobody waits longer at a prompt.</summary>
    private static readonly TimeSpan s_pluginTimeout = TimeSpan.FromSeconds(60);

    public static CredentialSource For(ConnectionSettings settings, TimeProvider time) => settings switch
    {
        { TokenFile: { } file } => new TokenFileCredential(file, settings.Certificate, time),
        { Token: { } token } => new FixedCredential(RequestCredential.Bearer(token, settings.Certificate)),
        { Basic: { } basic } => new FixedCredential(new RequestCredential(
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.UserName}:{basic.Password}"))), settings.Certificate)),
        { Plugin: { } plugin } => new PluginCredential(
            new PluginRunner(settings.Name, plugin, settings.Entry ?? new KubeconfigCluster(""), s_pluginTimeout, time).RunAsync, time),
        _ => new FixedCredential(new RequestCredential(null, settings.Certificate)),
    };
}
