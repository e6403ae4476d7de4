using System.Net;
using NsmPS.Adapter.Client.Tests.Fakes;

namespace NsmPS.Adapter.Client.Tests;

public sealed class TlsTests : IDisposable
{
    private readonly Certificates _ours = new();
    private readonly Certificates _others = new("other-ca");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _ours.Dispose();
        _others.Dispose();
    }

    [Fact]
    public async Task Call_AuthorityGiven_IsTrusted()
    {
        await using var server = await AdapterServer.StartAsync(certificate: _ours.Server(IPAddress.Loopback));

        Assert.Equal("NETWORK_SERVICE_MESH",
            await NameAsync(server, new AdapterClientOptions { CertificateAuthority = _ours.AuthorityFile }));
    }

    [Fact]
    public async Task Call_NoOrAnotherAuthority_IsRefused()
    {
        await using var server = await AdapterServer.StartAsync(certificate: _ours.Server(IPAddress.Loopback));

        Assert.Equal("AdapterTlsFailed", await RefusalAsync(server, new AdapterClientOptions()));
        Assert.Equal("AdapterTlsFailed",
            await RefusalAsync(server, new AdapterClientOptions { CertificateAuthority = _others.AuthorityFile }));
    }

    [Fact]
    public async Task Call_CertificateOfAnotherHost_IsRefusedUnlessPinned()
    {
        using var certificate = _ours.Server(IPAddress.Parse("10.9.8.7"));
        await using var server = await AdapterServer.StartAsync(certificate: certificate);

        Assert.Equal("AdapterTlsFailed",
            await RefusalAsync(server, new AdapterClientOptions { CertificateAuthority = _ours.AuthorityFile }));
        var pinned = _ours.Write("pinned.pem", certificate.ExportCertificatePem());
        Assert.Equal("NETWORK_SERVICE_MESH", await NameAsync(server, new AdapterClientOptions { PinnedCertificate = pinned }));
    }

    [Fact]
    public async Task Call_AnotherCertificatePinned_IsRefused()
    {
        await using var server = await AdapterServer.StartAsync(certificate: _ours.Server(IPAddress.Loopback));

        Assert.Equal("AdapterTlsFailed", await RefusalAsync(server, new AdapterClientOptions { PinnedCertificate = _ours.AuthorityFile }));
    }

    [Fact]
    public async Task Call_ClientCertificateWanted_WorksWithOneOfTheRightAuthorityOnly()
    {
        await using var server = await AdapterServer.StartAsync(certificate: _ours.Server(IPAddress.Loopback), clients: _ours.Authority);
        var options = new AdapterClientOptions { CertificateAuthority = _ours.AuthorityFile };
        var (certificate, key) = _ours.Client("meshery");
        var (foreign, foreignKey) = _others.Client("stranger");

        Assert.Equal("NETWORK_SERVICE_MESH", await NameAsync(server, options with { ClientCertificate = certificate, ClientKey = key }));
        Assert.NotEmpty(await RefusalAsync(server, options));
        Assert.NotEmpty(await RefusalAsync(server, options with { ClientCertificate = foreign, ClientKey = foreignKey }));
    }

    [Fact]
    public async Task Call_PlainServer_IsATlsError()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = new AdapterClient(AdapterAddress.Parse($"https://{server.Address}"), new AdapterClientOptions(),
            TimeProvider.System);

        Assert.Equal("AdapterTlsFailed", (await Assert.ThrowsAsync<NsmException>(() => client.GetNameAsync(Token))).Error.Id);
    }

    [Fact]
    public void Options_BadFiles_AreNamedBeforeAnythingIsSent()
    {
        var (certificate, key) = _ours.Client("meshery");
        var (other, _) = _ours.Client("other");
        var garbage = _ours.Write("garbage.pem", "no certificate");

        AdapterClientOptions[] bad =
        [
            new() { CertificateAuthority = "/not/there.pem" },
            new() { CertificateAuthority = garbage },
            new() { PinnedCertificate = garbage },
            new() { ClientCertificate = certificate },
            new() { ClientKey = key },
            new() { ClientCertificate = garbage, ClientKey = key },
            new() { ClientCertificate = other, ClientKey = key },
        ];

        Assert.All(bad, options =>
        {
            var error = Assert.Throws<NsmException>(() =>
                new AdapterClient(AdapterAddress.Parse("https://127.0.0.1:1"), options, TimeProvider.System));
            Assert.Equal("CertificateFileInvalid", error.Error.Id);
        });
    }

    private static async Task<string> NameAsync(AdapterServer server, AdapterClientOptions options)
    {
        using var client = new AdapterClient(server.Address, options, TimeProvider.System);
        return await client.GetNameAsync(Token);
    }

    private static async Task<string> RefusalAsync(AdapterServer server, AdapterClientOptions options) =>
        (await Assert.ThrowsAsync<NsmException>(() => NameAsync(server, options))).Error.Id;
}
