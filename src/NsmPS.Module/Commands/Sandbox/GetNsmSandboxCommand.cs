using System.Management.Automation;
using NsmPS.Completion.Sandboxes;
using NsmPS.Errors;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Shows the sandboxes that were started here.</summary>
[Cmdlet(VerbsCommon.Get, "NsmSandbox")]
[OutputType(typeof(NsmSandbox))]
public sealed class GetNsmSandboxCommand : NsmCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The addresses of the sandboxes to show; without it all that were started here.")]
    [ArgumentCompleter(typeof(SandboxAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Address { get; set; }

    protected override void ProcessRecord()
    {
        var session = RunspaceSession.Current;
        Run(async (queue, token) =>
        {
            var alive = LocalSandboxes.Registry.ReadAlive();
            foreach (var missing in (Address ?? []).Where(address => !alive.Any(record => record.Address == address.TrimEnd('/'))))
            {
                queue.Error(ErrorRecords.From(LocalSandboxes.NotFound(missing)));
            }

            var asked = alive.Where(IsMeant)
                .Select(record => LocalSandboxes.AskAsync(record, session, LocalSandboxes.AnswerLimit, token)).ToList();
            foreach (var sandbox in asked)
            {
                queue.Object(await sandbox);
            }
        });
    }

    private bool IsMeant(ProcessRecord record) => Address?.Any(address => record.Address == address.TrimEnd('/')) ?? true;
}
