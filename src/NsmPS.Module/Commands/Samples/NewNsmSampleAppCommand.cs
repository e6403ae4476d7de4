using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Operations;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Samples;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Creates a sample application.</summary>
[Cmdlet(VerbsCommon.New, "NsmSampleApp", SupportsShouldProcess = true, DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmSampleApp), typeof(NsmPlan))]
public sealed class NewNsmSampleAppCommand : CreationCommand
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The samples' names; Get-NsmSampleApp -ListAvailable lists them.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string[] Name { get; set; } = [];

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The number of clients; without it the sample's own.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? ClientReplicas { get; set; }

    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The number of endpoints; without it the sample's own.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? EndpointReplicas { get; set; }

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Whether endpoints must be on different nodes (Required) or only should (Preferred).")]
    public NsmSpread Spread { get; set; } = NsmSpread.Required;

    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Secrets of the sample's namespace with which its images are pulled from a private registry.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] ImagePullSecret { get; set; } = [];

    private protected override IReadOnlyList<string> Subjects => Plan is null ? Name : base.Subjects;

    private protected override async Task<LifecyclePlan> PlanAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var options = earlier is null ? Options(target)
            : !IsRemoval(earlier) && earlier.SampleApp is { } planned ? planned
            : throw WrongPlan(earlier, "a sample application");
        return await new SamplePlanner(await ConnectAsync(target, cancellationToken)).PlanCreateAsync(options, Force, cancellationToken);
    }

    private NsmSampleAppOptions Options(ClusterTarget target) => new()
    {
        Name = Subject,
        Namespace = target.Namespace,
        ClientReplicas = ClientReplicas,
        EndpointReplicas = EndpointReplicas,
        ImagePullSecrets = ImagePullSecret,
        Spread = Spread,
    };
}
