using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Mesh.Updates;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Changes an installed mesh: its release, images or components.</summary>
[Cmdlet(VerbsData.Update, "NsmMesh", SupportsShouldProcess = true, DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmMesh), typeof(NsmPlan))]
public sealed class UpdateNsmMeshCommand : MeshImagesCommand
{
    [Parameter(Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The release to update to; without it the installed one stays.")]
    [NameOf(nameof(NsmRelease.Version), typeof(NsmRelease))]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The optional components that there are to be; others are removed.")]
    [ArgumentCompleter(typeof(ComponentCompleter))]
    public string[]? Component { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "Make a new certificate for the webhook although the old one is still good.")]
    public SwitchParameter RenewCertificate { get; set; }

    [Parameter(HelpMessage = "When the update fails after it has changed something, apply the revision before it again.")]
    public SwitchParameter RollbackOnFailure { get; set; }

    private protected override RunOptions RunOptions => base.RunOptions with { Rollback = RollbackOnFailure };

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (RollbackOnFailure && NoWait)
        {
            Fail(Invalid("-RollbackOnFailure has to wait for the outcome; -NoWait does not.", nameof(RollbackOnFailure)));
        }
    }

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var planner = new MeshChangePlanner(await ConnectAsync(target, cancellationToken));
        var change = earlier is null
            ? Change()
            : earlier is { Mesh: not null, Revision: null } ? MeshChange.Of(earlier) : throw WrongPlan(earlier, "an update");
        return await planner.PlanUpdateAsync(target.Namespace, change, Force, cancellationToken);
    }

    private MeshChange Change() => new()
    {
        Version = Version,
        Components = Component,
        ImageRegistry = ImageRegistry,
        ImageTag = ImageTag,
        ImagePullPolicy = ImagePullPolicy,
        ImagePullSecrets = ImagePullSecret,
        KubeletPath = KubeletPath,
        RenewCertificate = RenewCertificate,
    };
}
