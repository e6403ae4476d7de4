using System.Security.Cryptography.X509Certificates;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Core.Tests.Kubernetes;

/// <summary>An API server that is killed and comes back, over real sockets.</summary>
public sealed class RestartTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly KubeconfigFolder _folder = new();
    private readonly ApiServer _backend = new();
    private readonly X509Certificate2 _certificate;

    public RestartTests() => _certificate = _authority.Issue(["127.0.0.1"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _certificate.Dispose();
        _authority.Dispose();
        _folder.Dispose();
        _backend.Dispose();
    }

    [Fact]
    public async Task Restart_DuringWatchAndRequests_IsSurvived()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        stop.CancelAfter(TimeSpan.FromMinutes(2));
        TlsServer server = await TlsServer.StartAsync(_certificate, 0, _backend, Token);
        Uri address = server.Address;
        using ClusterClient client = await ConnectAsync(address);
        await using IAsyncEnumerator<WatchEvent> events = client.WatchAsync(KnownTypes.ConfigMaps, ListFilter.All, stop.Token).GetAsyncEnumerator(stop.Token);
        Assert.True(await events.MoveNextAsync());
        await client.ApplyAsync(Sample.ConfigMap("before"), false, false, Token);
        Assert.Equal("before", await NextAsync(events));

        ValueTask<bool> next = events.MoveNextAsync();
        await server.DisposeAsync();
        Task during = client.ApplyAsync(Sample.ConfigMap("during"), false, false, Token);
        await Task.Delay(300, Token);
        Assert.False(during.IsCompleted);
        await using (await TlsServer.StartAsync(_certificate, address.Port, _backend, Token))
        {
            await during;
            Assert.True(await next);
            Assert.Equal("during", NameOf(events.Current));
            await client.ApplyAsync(Sample.ConfigMap("after"), false, false, Token);
            Assert.Equal("after", await NextAsync(events));
        }
    }

    [Fact]
    public async Task WrongAddress_FailsFast()
    {
        TlsServer server = await TlsServer.StartAsync(_certificate, Token);
        Uri address = server.Address;
        await server.DisposeAsync();
        using ClusterClient client = await ConnectAsync(address);
        long start = TimeProvider.System.GetTimestamp();
        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token));
        Assert.Equal("ClusterUnreachable", error.Error.Id);
        Assert.Contains("the connection was refused", error.Message, StringComparison.Ordinal);

        // A server that has answered before is tried for 60 seconds.
        Assert.InRange(TimeProvider.System.GetElapsedTime(start).TotalSeconds, 1, 45);
    }

    private async Task<ClusterClient> ConnectAsync(Uri address)
    {
        string file = _folder.Write("config", KubeconfigFolder.Config("tls", address.AbsoluteUri, $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}\n"));
        return await ClusterClient.ConnectAsync(new ClusterOptions { Kubeconfig = file }, _folder.Environment, TimeProvider.System, Token);
    }

    private static async Task<string?> NextAsync(IAsyncEnumerator<WatchEvent> events)
    {
        Assert.True(await events.MoveNextAsync());
        return NameOf(events.Current);
    }

    private static string? NameOf(WatchEvent seen) => (string?)Assert.IsType<WatchEvent.Upserted>(seen).Item["metadata"]!["name"];
}
