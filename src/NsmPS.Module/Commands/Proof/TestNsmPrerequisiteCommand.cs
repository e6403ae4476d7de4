using System.Management.Automation;
using NsmPS.Checks;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Checks whether NSM can be installed on a cluster.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NsmPrerequisite")]
[OutputType(typeof(NsmCheckResult), typeof(bool))]
public sealed class TestNsmPrerequisiteCommand : CheckCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true,
        HelpMessage = "The release that would be installed; without it the one that Install-NsmMesh takes.")]
    [NameOf(nameof(NsmRelease.Version), typeof(NsmRelease))]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string? Version { get; set; }

    [Parameter(HelpMessage = "The forwarding plane that would be installed; without it the release's own.")]
    [ArgumentCompleter(typeof(ForwardingPlaneCompleter))]
    public string? ForwardingPlane { get; set; }

    [Parameter(HelpMessage = "Optional components that would be installed.")]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[] Component { get; set; } = [];

    [Parameter(HelpMessage = "The folder in which the kubelets keep their files, where it is not /var/lib/kubelet.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? KubeletPath { get; set; }

    private protected override async Task<IReadOnlyList<NsmCheckResult>> CheckAsync(ClusterTarget target,
        CancellationToken cancellationToken)
    {
        var cluster = await ConnectAsync(target, cancellationToken);
        var options = new NsmMeshOptions
        {
            Version = Version ?? cluster.Catalog.DefaultRelease.Version,
            Namespace = target.Namespace,
            ForwardingPlane = ForwardingPlane,
            Components = Component,
            KubeletPath = KubeletPath
        };
        return await new PrerequisiteTester(cluster).TestAsync(options, cancellationToken);
    }
}
