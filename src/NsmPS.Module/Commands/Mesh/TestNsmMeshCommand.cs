using System.Management.Automation;
using NsmPS.Checks;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Checks a mesh and the cluster under it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NsmMesh")]
[OutputType(typeof(NsmCheckResult), typeof(bool))]
public sealed class TestNsmMeshCommand : CheckCommand
{
    [Parameter(Position = 0, HelpMessage = "Which checks to run, by what they are about; without it all.")]
    public NsmCheckCategory[] Category { get; set; } = [];

    [Parameter(HelpMessage = "Do not ping over the wires.")]
    public SwitchParameter SkipPing { get; set; }

    private protected override async Task<IReadOnlyList<NsmCheckResult>> CheckAsync(ClusterTarget target,
        CancellationToken cancellationToken)
    {
        var options = new NsmCheckOptions { Namespace = target.Namespace, Categories = Category, SkipPing = SkipPing };
        return await new MeshTester(await ConnectAsync(target, cancellationToken)).TestAsync(options, cancellationToken);
    }
}
