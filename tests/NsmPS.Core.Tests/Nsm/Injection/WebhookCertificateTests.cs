using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Injection;

namespace NsmPS.Core.Tests.Nsm.Injection;

public class WebhookCertificateTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Create_Pair_NamesTheServiceAndIsSignedByItsAuthority()
    {
        var secret = WebhookCertificate.Create("mesh", _time).ToSecret("mesh");

        using var leaf = X509Certificate2.CreateFromPem(Decode(secret, "tls.crt"), Decode(secret, "tls.key"));
        using var authority = X509Certificate2.CreateFromPem(Decode(secret, "ca.crt"));
        Assert.True(leaf.HasPrivateKey);
        Assert.True(leaf.MatchesHostname("nsm-admission-webhook-svc.mesh.svc"));
        Assert.False(leaf.MatchesHostname("nsm-admission-webhook-svc.other.svc"));
        Assert.Equal(authority.Subject, leaf.Issuer);
        Assert.Contains(authority.Extensions, extension => extension is X509BasicConstraintsExtension { CertificateAuthority: true });
        Assert.False(authority.HasPrivateKey);
    }

    [Fact]
    public void Reuse_MatchingSecret_KeepsThePair()
    {
        var made = WebhookCertificate.Create("mesh", _time);

        Assert.Equal(made.Fingerprint, WebhookCertificate.Reuse(made.ToSecret("mesh"), "mesh", _time)?.Fingerprint);
    }

    [Fact]
    public void Reuse_OtherNamespace_MakesANewPair() => Assert.Null(WebhookCertificate.Reuse(WebhookCertificate.Create("mesh", _time).ToSecret("mesh"), "other", _time));

    [Fact]
    public void Reuse_NearItsEnd_MakesANewPair()
    {
        var secret = WebhookCertificate.Create("mesh", _time).ToSecret("mesh");
        _time.Advance(TimeSpan.FromDays(3650 - 29));

        Assert.Null(WebhookCertificate.Reuse(secret, "mesh", _time));
    }

    [Theory]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    [InlineData("ca.crt")]
    public void Reuse_PartOfAnotherPair_MakesANewPair(string part)
    {
        var secret = WebhookCertificate.Create("mesh", _time).ToSecret("mesh");
        secret["data"]![part] = WebhookCertificate.Create("mesh", _time).ToSecret("mesh")["data"]![part]!.DeepClone();

        Assert.Null(WebhookCertificate.Reuse(secret, "mesh", _time));
    }

    [Theory]
    [InlineData("tls.crt", "bm90IGEgY2VydGlmaWNhdGU=")]
    [InlineData("tls.key", "*")]
    [InlineData("ca.crt", null)]
    public void Reuse_Damaged_MakesANewPair(string part, string? value)
    {
        var secret = WebhookCertificate.Create("mesh", _time).ToSecret("mesh");
        secret["data"]![part] = value;

        Assert.Null(WebhookCertificate.Reuse(secret, "mesh", _time));
    }

    [Fact]
    public void Reuse_NoSecret_MakesANewPair() => Assert.Null(WebhookCertificate.Reuse(null, "mesh", _time));

    private static string Decode(JsonObject secret, string key) => Encoding.ASCII.GetString(Convert.FromBase64String(secret.Text("data", key)!));
}
