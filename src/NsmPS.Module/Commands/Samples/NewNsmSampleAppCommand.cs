using System.Management.Automation;
using NsmPS.Completion;
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
    /// <summary>The sample.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The samples' names; Get-NsmSampleApp -ListAvailable lists them.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Clients.</summary>
    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The number of clients; without it the sample's own.")]
    public int? ClientReplicas { get; set; }

    /// <summary>Endpoints.</summary>
    [Parameter(ParameterSetName = OptionsSet, HelpMessage = "The number of endpoints; without it the sample's own.")]
    public int? EndpointReplicas { get; set; }

    /// <summary>The spread.</summary>
    [Parameter(ParameterSetName = OptionsSet,
        HelpMessage = "Whether endpoints must be on different nodes (Required) or only should (Preferred).")]
    public NsmSpread Spread { get; set; } = NsmSpread.Required;

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> Subjects => Plan is null ? Name : base.Subjects;

    /// <inheritdoc/>
    private protected override async Task<PreparedPlan> PrepareAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var options = earlier is null ? Options(target)
            : !IsRemoval(earlier) && earlier.SampleApp is { } planned ? planned
            : throw WrongPlan(earlier, "a sample application");
        var samples = new SampleLifecycle(await ConnectAsync(target, cancellationToken), LoadCatalog());
        return Prepare(await samples.PlanCreateAsync(options, Force, cancellationToken), samples.CreateAsync);
    }

    private NsmSampleAppOptions Options(ClusterTarget target) => new()
    {
        Name = Subject,
        Namespace = target.Namespace,
        ClientReplicas = ClientReplicas,
        EndpointReplicas = EndpointReplicas,
        Spread = Spread,
    };
}
