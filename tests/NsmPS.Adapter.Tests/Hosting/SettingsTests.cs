using System.Net;
using Microsoft.Extensions.Configuration;
using NsmPS.Adapter.Hosting;
using NsmPS.Core.Tests;
using NsmPS.Hosting;

namespace NsmPS.Adapter.Tests.Hosting;

public sealed class SettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_Nothing_IsADropIn()
    {
        var settings = Read();

        Assert.Equal((10004, IPAddress.Any, null, null), (settings.Port, settings.Listen, settings.MesheryServer, settings.HealthPort));
        Assert.False(settings.OwnCluster || settings.UsesTls || settings.Tracing);
        Assert.Empty(settings.AllowedPlugins);
    }

    [Fact]
    public void Read_OptionAndEnvironment_TheOptionWins()
    {
        var options = AdapterOptions.Parse(["--port", "0", "--listen=127.0.0.1", "--background", "--log-format", "json"]);

        var settings = Read([("Adapter:Port", "5"), ("Adapter:HealthPort", "6")], options);

        Assert.Equal((0, IPAddress.Loopback, 6), (settings.Port, settings.Listen, settings.HealthPort));
        Assert.True(settings.Background && settings.JsonLogs);
    }

    [Theory]
    [InlineData("meshery:9081", "http://meshery:9081/")]
    [InlineData("https://meshery.example/base", "https://meshery.example/base")]
    public void Read_MesheryServer_GetsAScheme(string value, string expected) =>
        Assert.Equal(expected, Read([("MESHERY_SERVER", value)]).MesheryServer!.AbsoluteUri);

    [Theory]
    [InlineData("SERVER", "x")]
    [InlineData("MESH", "x")]
    [InlineData("OPERATIONS", "x")]
    public void Read_ForeignVariables_ChangeNothing(string name, string value) =>
        Assert.Equal(Read().ToString(), Read([(name, value)]).ToString());

    [Theory]
    [InlineData("Adapter:Port", "x")]
    [InlineData("Adapter:Port", "65536")]
    [InlineData("Adapter:Listen", "example.org")]
    [InlineData("Adapter:LogFormat", "xml")]
    [InlineData("Adapter:LogLevel", "loud")]
    [InlineData("Adapter:OwnCluster", "maybe")]
    [InlineData("Adapter:StopTimeout", "0")]
    [InlineData("Adapter:TlsKey", "/etc/hostname")]
    [InlineData("Adapter:TlsCertificate", "/does/not/exist")]
    [InlineData("Adapter:Prot", "1")]
    [InlineData("Adapter:AllowedServers", "one.example, https://two.example")]
    [InlineData("Adapter:AllowedServers", "one.example/path")]
    [InlineData("Adapter:AlsoServeAs", "a/b")]
    [InlineData("Adapter:Manifests", "/does/not/exist")]
    [InlineData("Adapter:Operations:custom:Folder", "/tmp")]
    [InlineData("Adapter:Operations:bookinfo:Folder", "/does/not/exist")]
    [InlineData("MESHERY_SERVER", "ftp://x")]
    [InlineData("MESHERY_SERVER", "http://user:secret-of-test@x")]
    public void Read_BadValue_IsRefusedByName(string name, string value)
    {
        var error = Assert.Throws<NsmException>(() => Read([(name, value)]));

        Assert.Equal(NsmErrors.AdapterSettingInvalid, error.Error);
        Assert.Contains(name.Split(':')[^1] == "Folder" ? "Operations" : name.Split(':')[^1], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-test", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.example", "https://one.example:6443", true)]
    [InlineData("one.example:6443", "https://ONE.example:6443", true)]
    [InlineData("one.example:443", "https://one.example", true)]
    [InlineData("one.example:6443", "https://one.example", false)]
    [InlineData("two.example, one.example", "https://one.example", true)]
    [InlineData("one.example", "https://not-one.example", false)]
    [InlineData("[::1]:6443", "https://[::1]:6443", true)]
    [InlineData("10.0.0.1", "https://10.0.0.1", true)]
    public void Read_AllowedServers_MatchByHostAndPort(string value, string server, bool matches) =>
        Assert.Equal(matches, Read([("Adapter:AllowedServers", value)]).AllowedServers.Any(name => name.Matches(new Uri(server))));

    [Theory]
    [InlineData("--prot", "1")]
    [InlineData("--port")]
    [InlineData("--port", "1", "--port", "2")]
    [InlineData("--background=yes")]
    [InlineData("10004")]
    public void Parse_BadOption_IsRefused(params string[] arguments) =>
        Assert.Equal(NsmErrors.AdapterSettingInvalid, Assert.Throws<NsmException>(() => AdapterOptions.Parse(arguments)).Error);

    [Fact]
    public void Help_Always_NamesEveryOption()
    {
        string[] options = ["--port", "--listen", "--tls-certificate", "--tls-key", "--client-authority", "--health-port", "--log-format",
            "--log-level", "--log-file", "--background", "--end-with-input", "--ready-file", "--manifests"];

        Assert.All(options, option => Assert.Contains(option + " ", AdapterOptions.Help, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("0.0.0.0", false, false, "client certificate")]
    [InlineData("0.0.0.0", true, false, "own cluster")]
    [InlineData("0.0.0.0", true, true, null)]
    [InlineData("127.0.0.1", true, false, "Every user of this machine")]
    [InlineData("127.0.0.1", false, false, null)]
    [InlineData("::1", false, false, null)]
    public void Dangers_OpenAddressWithoutClientCertificates_AreNamed(string listen, bool own, bool asks, string? expected)
    {
        var settings = new AdapterSettings
        {
            Manifests = "",
            Listen = IPAddress.Parse(listen),
            OwnCluster = own,
            ClientAuthority = asks ? "ca.crt" : null,
        };

        if (expected is null)
        {
            Assert.Empty(settings.Dangers);
        }
        else
        {
            Assert.Contains(expected, Assert.Single(settings.Dangers), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void PrivateFile_Written_IsTheOwnersOnly()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        var path = Path.Combine(_folder.Path, "log");
        using (PrivateFiles.Append(path))
        {
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path));
    }

    private static AdapterSettings Read((string Name, string Value)[]? values = null, IReadOnlyDictionary<string, string?>? options = null)
    {
        var environment = (values ?? []).ToDictionary(pair => pair.Name, pair => (string?)pair.Value, StringComparer.OrdinalIgnoreCase);
        environment.TryAdd("Adapter:Manifests", Repository.ManifestFolder);
        return new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(environment)
            .AddInMemoryCollection(options ?? new Dictionary<string, string?>()).Build(), "/nowhere").Read();
    }
}
