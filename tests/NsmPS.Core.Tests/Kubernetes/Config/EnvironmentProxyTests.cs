using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes.Config;

public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://api.test:6443", "", true)]
    [InlineData("https://127.0.0.1:6443", "", false)]
    [InlineData("https://localhost:6443", "", false)]
    [InlineData("https://[::1]:6443", "", false)]
    [InlineData("https://api.test:6443", "*", false)]
    [InlineData("https://api.test:6443", "other, api.test", false)]
    [InlineData("https://api.test:6443", "test", false)]
    [InlineData("https://api.test:6443", ".test", false)]
    [InlineData("https://api.test:6443", "*.test", false)]
    [InlineData("https://test:6443", ".test", true)]
    [InlineData("https://api.test:6443", "pi.test", true)]
    [InlineData("https://api.test:6443", "api.test:6443", false)]
    [InlineData("https://api.test:6443", "api.test:443", true)]
    [InlineData("https://10.1.2.3:6443", "10.0.0.0/8", false)]
    [InlineData("https://11.1.2.3:6443", "10.0.0.0/8", true)]
    [InlineData("https://10.1.2.3:6443", "10.9.9.9/8", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.1/30", false)]
    [InlineData("https://10.1.2.4:6443", "10.1.2.1/30", true)]
    [InlineData("https://10.1.2.3:6443", "10.0.0.0/33", true)]
    [InlineData("https://10.1.2.3:6443", "0.0.0.0/0", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3:6443", false)]
    [InlineData("https://[fd00::1]:6443", "fd00::/8", false)]
    [InlineData("http://api.test:8080", "", false)]
    public void Find_Server_FollowsTheVariables(string server, string none, bool proxied)
    {
        var variables = new Dictionary<string, string> { ["https_proxy"] = "proxy.test:3128", ["NO_PROXY"] = none };
        var proxy = EnvironmentProxy.Find(new Uri(server), variables.GetValueOrDefault);
        Assert.Equal(proxied ? "http://proxy.test:3128/" : null, proxy?.AbsoluteUri);
    }

    [Fact]
    public void Find_BothCases_UpperCounts()
    {
        var variables = new Dictionary<string, string> { ["HTTPS_PROXY"] = "socks5://upper:1", ["https_proxy"] = "http://lower:1" };
        Assert.Equal("upper", EnvironmentProxy.Find(new Uri("https://api.test"), variables.GetValueOrDefault)!.Host);
    }
}
