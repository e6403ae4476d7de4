using Microsoft.Extensions.Time.Testing;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Core.Tests.Kubernetes.Connection;

/// <summary>What credentials reach a real HTTPS server.</summary>
public sealed class TransportPoolTests : TlsTest
{
    [Theory]
    [InlineData("token: abc", "Bearer abc")]
    [InlineData("username: me\npassword: 'p:w'", "Basic bWU6cDp3")]
    [InlineData("token: abc\ntokenFile: token", "Bearer from-file")]
    [InlineData("{}", "")]
    public async Task Request_OfUser_CarriesItsCredentials(string user, string expected)
    {
        Folder.Write("token", "from-file\n");
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        using var client = await ConnectAsync(server, user);
        await client.GetServerVersionAsync(Token);
        await client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token);
        Assert.Equal(2, server.Seen.Count);
        Assert.All(server.Seen, seen => Assert.Equal(expected, seen.Headers.Authorization.ToString()));
    }

    [Fact]
    public async Task Request_ClientCertificateAndImpersonation_ReachTheServer()
    {
        (var certificate, var key) = Issuer.IssueClient("jane");
        using var own = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(own, Token);
        using var client = await ConnectAsync(server, $"""
            client-certificate-data: {KubeconfigFolder.Base64(certificate)}
            client-key-data: {KubeconfigFolder.Base64(key)}
            as: bob
            as-groups: [x]
            """);
        await client.GetServerVersionAsync(Token);
        await client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token);
        Assert.All(server.Seen, seen =>
        {
            Assert.Equal("CN=jane", seen.Client);
            Assert.Equal("bob", seen.Headers["Impersonate-User"].ToString());
            Assert.Equal("x", seen.Headers["Impersonate-Group"].ToString());
        });
    }

    [Fact]
    public async Task Request_ImpersonationOfSeveralGroups_HasAHeaderForEach()
    {
        using var own = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(own, Token);
        using var client = await ConnectAsync(server, """
            token: abc
            as: bob
            as-groups: [x, "y, z", w]
            as-user-extra: { Why: [a, b] }
            """);
        await client.GetServerVersionAsync(Token);
        await client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token);
        server.Refuse = context => context.WebSockets.IsWebSocketRequest ? 403 : 404;
        await Assert.ThrowsAsync<NsmException>(() => ExecAsync(client));
        Assert.Equal(["GET", "GET", "GET", "POST"], server.Methods);
        Assert.All(server.Seen, seen =>
        {
            Assert.Equal(["bob"], seen.Headers["Impersonate-User"].ToArray());
            Assert.Equal(["x", "y, z", "w"], seen.Headers["Impersonate-Group"].ToArray());
            Assert.Equal(["a", "b"], seen.Headers["Impersonate-Extra-Why"].ToArray());
            Assert.Equal("Bearer abc", seen.Headers.Authorization.ToString());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_RefusedPluginToken_IsRenewedOnce(bool byExec)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The plugin of this test is a shell script.");
        var count = Folder.Write("count", "");
        var script = Folder.Write("plugin.sh", $$$"""
            printf x >> {{{count}}}
            printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",
              "status":{"token":"t%s"}}' "$(wc -c < {{{count}}})"
            """);
        using var certificate = Issuer.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, Token);
        server.Refuse = context => context.Request.Headers.Authorization == "Bearer t2" ? null : 401;
        var user = "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/sh, args: [" + script + "]}";
        using (var client = await ConnectAsync(server, user))
        {
            Task first = byExec
                ? client.ExecAsync("ns", "pod", "main", ["true"], TimeSpan.FromMinutes(2), Token)
                : client.GetServerVersionAsync(Token);
            await first;
            await client.GetServerVersionAsync(Token);
            Assert.Equal(["Bearer t1", "Bearer t2", "Bearer t2"], server.Seen.Select(seen => seen.Headers.Authorization.ToString()));

            server.Refuse = _ => 401;
            var error = await Assert.ThrowsAsync<NsmException>(() => client.GetServerVersionAsync(Token));
            Assert.Equal("CredentialsRejected", error.Error.Id);
            Assert.Equal(5, server.Seen.Count);
        }
    }

    [Fact]
    public async Task TokenFile_Replaced_IsReadAgainAfterAMinuteOrRefusal()
    {
        var time = new FakeTimeProvider();
        var file = Folder.Write("token", "one");
        using var source = new TokenFileCredential(file, null, time);
        var first = await source.GetAsync(Token);
        await File.WriteAllTextAsync(file, "two", Token);
        Assert.Same(first, await source.GetAsync(Token));
        time.Advance(TimeSpan.FromMinutes(1));
        var second = await source.GetAsync(Token);
        Assert.Equal("Bearer two", second.Authorization!.ToString());

        Assert.Null(await source.RenewAsync(second, Token));
        await File.WriteAllTextAsync(file, "three", Token);
        Assert.Equal("Bearer three", (await source.RenewAsync(second, Token))!.Authorization!.ToString());
    }
}
