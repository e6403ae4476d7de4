using System.Management.Automation;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that bring releases or samples to clusters.</summary>
public abstract class CreationCommand : PlanCommand
{
    /// <summary>A folder with releases or samples of the user.</summary>
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <summary>Take over.</summary>
    [Parameter(HelpMessage = "Take over objects that another tool made and fields that another tool set.")]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    private protected override string? UserManifests => ManifestPath;

    /// <inheritdoc/>
    private protected override bool TakesOver => Force;
}
