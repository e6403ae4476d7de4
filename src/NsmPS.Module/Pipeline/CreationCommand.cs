using System.Management.Automation;

namespace NsmPS.Pipeline;

/// <summary>The base of commands that bring releases or samples to clusters.</summary>
public abstract class CreationCommand : PlanCommand
{
    [Parameter(HelpMessage = ManifestPathHelp)]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    [Parameter(HelpMessage = "Take over objects that another tool made and fields that another tool set.")]
    public SwitchParameter Force { get; set; }

    private protected override string? UserManifests => ManifestPath;

    private protected override bool TakesOver => Force;
}
