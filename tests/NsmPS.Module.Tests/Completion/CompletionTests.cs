using System.Diagnostics;
using System.Management.Automation;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Completion;

public sealed class CompletionTests : IDisposable
{
    private readonly ModuleEngine _engine = ModuleEngine.Start();

    public void Dispose() => _engine.Dispose();

    [Theory]
    [InlineData("Install-NsmMesh -Version ", "v1.18.0 v0.2.1 v0.2.0")]
    [InlineData("Install-NsmMesh v0.2.0", "v0.2.0")]
    [InlineData("Install-NsmMesh -ForwardingPlane ", "vpp kernel")]
    [InlineData("Install-NsmMesh -ForwardingPlane k", "kernel")]
    [InlineData("Install-NsmMesh -ImagePullPolicy I", "IfNotPresent")]
    [InlineData("Export-NsmManifest -Version v0.2.0 -ForwardingPlane ", "vpp kernel")]
    [InlineData("New-NsmSampleApp icmp", "icmp-responder icmp-responder-ip")]
    [InlineData("Remove-NsmSampleApp -Name icmp", "icmp-responder icmp-responder-ip")]
    [InlineData("Test-NsmIcmpConnectivity -SampleApp 'icmp", "icmp-responder icmp-responder-ip")]
    [InlineData("Get-NsmErrorHelp WireM", "WireMissing")]
    [InlineData("Get-NsmRelease -ManifestPath /not/there v", "")]
    public void Complete_FromTheCatalogue_OffersItsEntries(string line, string expected)
    {
        // A busy machine may need longer than a key press is held up; then nothing is offered, and the next press asks again.
        var offered = Enumerable.Range(0, 10).Select(_ => string.Join(' ', Complete(line).Where(match => !match.Contains(Path.DirectorySeparatorChar))));

        Assert.Contains(expected, offered);
    }

    [Fact]
    public void Complete_Components_OffersTheOptionalOnes()
    {
        Assert.Contains("jaeger", Enumerable.Range(0, 10).SelectMany(_ => Complete("Install-NsmMesh -Component ")));
    }

    [Fact]
    public void Complete_Contexts_AreThoseOfTheKubeconfig()
    {
        using var kubeconfig = KubeconfigFile.For(("first", new Uri("https://127.0.0.1:1")), ("it's", new Uri("https://127.0.0.1:1")));
        _engine.Run("Get-NsmContext -Kubeconfig $args[0]", kubeconfig.FullName).ThrowIfFailed();

        Assert.Equal(["first", "'it''s'"], Complete($"Get-NsmMesh -Kubeconfig {kubeconfig.FullName} -Context "));
        Assert.Equal(["first"], Complete($"Connect-NsmCluster -Kubeconfig {kubeconfig.FullName} f"));
    }

    [Fact]
    public async Task Complete_Namespaces_AreThoseOfTheCluster()
    {
        await using var cluster = new TinyCluster();
        using var kubeconfig = KubeconfigFile.For(("tiny", cluster.Address));
        _engine.Run("Connect-NsmCluster -Kubeconfig $args[0]", kubeconfig.FullName).ThrowIfFailed();

        Assert.Equal(["nsm-system", "nsm-test"], Complete("Get-NsmMesh -Namespace nsm"));
    }

    [Fact]
    public async Task Complete_ClusterNeverAnswers_GivesUpInTimeWithoutAnError()
    {
        await using var cluster = new SilentCluster();
        using var kubeconfig = KubeconfigFile.For(("silent", cluster.Address));
        _engine.Run("Get-NsmContext -Kubeconfig $args[0]", kubeconfig.FullName).ThrowIfFailed();
        var watch = Stopwatch.StartNew();

        var matches = Complete($"Get-NsmMesh -Kubeconfig {kubeconfig.FullName} -Namespace nsm");

        Assert.Empty(matches);
        Assert.InRange(watch.Elapsed, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(1500));
    }

    [Fact]
    public void Complete_MalformedKubeconfig_OffersNothing()
    {
        using var kubeconfig = KubeconfigFile.WithText("{ not yaml");

        Assert.Empty(Complete($"Get-NsmMesh -Kubeconfig {kubeconfig.FullName} -Context no"));
        Assert.Equal(["0"], _engine.Run("$Error.Count").Text);
    }

    private string[] Complete(string line)
    {
        using var shell = PowerShell.Create(_engine.Runspace);
        return [.. CommandCompletion.CompleteInput(line, line.Length, options: null, shell).CompletionMatches.Select(match => match.CompletionText)];
    }
}
