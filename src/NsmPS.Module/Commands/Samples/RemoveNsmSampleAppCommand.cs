using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Samples;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Removes a sample application.</summary>
[Cmdlet(VerbsCommon.Remove, "NsmSampleApp", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = OptionsSet)]
[OutputType(typeof(NsmPlan))]
public sealed class RemoveNsmSampleAppCommand : PlanCommand
{
    /// <summary>The sample.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "The samples' names.")]
    [NameOf(nameof(NsmSampleApp.Name), typeof(NsmSampleApp), typeof(NsmSampleAppInfo))]
    [ArgumentCompleter(typeof(SampleAppCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>A sample where it is.</summary>
    [Parameter(ParameterSetName = OptionsSet, ValueFromPipeline = true,
        HelpMessage = "A sample, as Get-NsmSampleApp shows it; it is removed from its own namespace only.")]
    [ObjectOf(typeof(NsmSampleApp))]
    public PSObject? InputObject { get; set; }

    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> Subjects => Plan is null ? Name : base.Subjects;

    /// <inheritdoc/>
    private protected override string? UserManifests => ManifestPath;

    /// <inheritdoc/>
    private protected override bool WritesResult => false;

    private string? Home => InputObject is null ? null : PipedObject.Text(InputObject, nameof(NsmSampleApp.Namespace));

    /// <inheritdoc/>
    private protected override async Task<PreparedPlan> PrepareAsync(ClusterTarget target, NsmPlan? earlier,
        CancellationToken cancellationToken)
    {
        var samples = new SampleLifecycle(await ConnectAsync(target, cancellationToken), LoadCatalog());
        var (name, home) = earlier is null ? (Subject, target.Namespace ?? Home)
            : IsRemoval(earlier) && earlier.SampleApp is { } planned ? (planned.Name, planned.Namespace)
            : throw WrongPlan(earlier, "the removal of a sample application");
        return Prepare(await samples.PlanRemoveAsync(name, home, cancellationToken), samples.RemoveAsync);
    }
}
