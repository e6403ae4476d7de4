using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Core.Tests.Kubernetes;

/// <summary>The base of tests against a real HTTPS server: an authority, a kubeconfig that trusts it, and clients.</summary>
public abstract class TlsTest : IDisposable
{
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    internal TestAuthority Issuer { get; } = new();

    internal KubeconfigFolder Folder { get; } = new();

    private protected virtual TimeProvider Time => TimeProvider.System;

    public void Dispose()
    {
        Issuer.Dispose();
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A client whose kubeconfig has what is given; without cluster fields it trusts <see cref="Issuer"/>.</summary>
    internal async Task<ClusterClient> ConnectAsync(TlsServer server, string user = "token: abc", string? cluster = null)
    {
        cluster ??= Trusts(Issuer);
        var file = Folder.Write("config", KubeconfigFolder.Config("tls", server.Address.AbsoluteUri, cluster, user));
        return await ClusterClient.ConnectAsync(new ClusterOptions { Kubeconfig = file }, Folder.Environment, Time, Token);
    }

    internal static string Trusts(TestAuthority authority) => $"certificate-authority-data: {KubeconfigFolder.Base64(authority.Pem)}\n";

    internal static Task<ExecResult> ExecAsync(ClusterClient client) =>
        client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token);
}
