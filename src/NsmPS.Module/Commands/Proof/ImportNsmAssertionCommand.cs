using System.Management.Automation;
using NsmPS.Conformance;
using NsmPS.Pipeline;

namespace NsmPS.Commands;

/// <summary>Gives Pester the assertions of NsmPS.</summary>
[Cmdlet(VerbsData.Import, "NsmAssertion")]
public sealed class ImportNsmAssertionCommand : NsmCommand
{
    protected override void EndProcessing()
    {
        try
        {
            var pester = PesterModule.Find(InvokeCommand);
            InvokeCommand.InvokeScript("if (-not (Get-Module -Name Pester)) { Import-Module -Name $args[0] -Global }",
                PesterModule.ManifestOf(pester));
        }
        catch (NsmException missing)
        {
            Fail(missing);
        }

        InvokeCommand.InvokeScript(". $args[0]", Path.Combine(PesterModule.Folder, "NsmPS.Assertions.ps1"));
    }
}
