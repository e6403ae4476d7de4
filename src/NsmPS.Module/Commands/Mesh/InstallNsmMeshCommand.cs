using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Mesh;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Installs NSM, or brings an installation to what is asked for.</summary>
[Cmdlet(VerbsLifecycle.Install, "NsmMesh", SupportsShouldProcess = true, DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmMesh), typeof(NsmPlan))]
public sealed class InstallNsmMeshCommand : MeshImagesCommand
{
    [Parameter(Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The release to install; without it the newest of generation v0.2.")]
    [NameOf(nameof(NsmRelease.Version), typeof(NsmRelease))]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    public string? Version { get; set; }

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "The forwarding plane, such as vpp or kernel; without it the release's default.")]
    [ArgumentCompleter(typeof(ForwardingPlaneCompleter))]
    public string? ForwardingPlane { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "Optional components to install as well.")]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[] Component { get; set; } = [];

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Let NSM's parts authenticate each other by SPIRE, where the release offers it.")]
    public SwitchParameter Secure { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "Use the SPIRE that is on the cluster already; for releases of NSM v1.")]
    public SwitchParameter UseExistingSpire { get; set; }

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var cluster = await ConnectAsync(target, cancellationToken);
        var options = earlier is null
            ? Options(target, cluster.Catalog.DefaultRelease.Version)
            : earlier.Mesh ?? throw WrongPlan(earlier, "an installation");
        return await new MeshPlanner(cluster).PlanInstallAsync(options, Force, cancellationToken);
    }

    private NsmMeshOptions Options(ClusterTarget target, string fallback) => new()
    {
        Version = Version ?? fallback,
        Namespace = target.Namespace,
        ForwardingPlane = ForwardingPlane,
        Components = Component,
        ImageRegistry = ImageRegistry,
        ImageTag = ImageTag,
        ImagePullPolicy = ImagePullPolicy,
        ImagePullSecrets = ImagePullSecret ?? [],
        KubeletPath = KubeletPath,
        Secure = Secure,
        UseExistingSpire = UseExistingSpire,
    };
}
