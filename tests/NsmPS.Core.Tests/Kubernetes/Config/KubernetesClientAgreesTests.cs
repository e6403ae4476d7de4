using k8s;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Kubernetes.Config;

/// <summary>KubernetesClient as the judge: what it reads from a kubeconfig, our reader reads alike.</summary>
public sealed class KubernetesClientAgreesTests : IDisposable
{
    private readonly KubeconfigFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Entries => new()
    {
        { "", "token: secret-of-test" },
        { "insecure-skip-tls-verify: true", "token: secret-of-test" },
        { "tls-server-name: other.test", "token: secret-of-test" },
        { "", "username: somebody\npassword: secret-of-test" },
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void Resolve_OneContext_AgreesWithKubernetesClient(string cluster, string user)
    {
        var path = _folder.Write("config", KubeconfigFolder.Config("one", "https://one.test:6443", cluster, user));

        var theirs = KubernetesClientConfiguration.BuildConfigFromConfigFile(path);
        var ours = ContextResolver.Resolve(new ClusterOptions { Kubeconfig = path }, _folder.Environment);

        Assert.Equal(theirs.CurrentContext, ours.Name);
        Assert.Equal(new Uri(theirs.Host), ours.Server);
        Assert.Equal(theirs.SkipTlsVerify, ours.SkipTlsVerify);
        Assert.Equal(theirs.TlsServerName, ours.TlsServerName);
        Assert.Equal(theirs.AccessToken, ours.Token);
        Assert.Equal((theirs.Username, theirs.Password), (ours.Basic?.UserName, ours.Basic?.Password));
    }
}
