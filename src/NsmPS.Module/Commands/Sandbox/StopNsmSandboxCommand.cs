using System.Management.Automation;
using NsmPS.Completion.Lists;
using NsmPS.Completion.Sandboxes;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Stops sandboxes that were started on this machine.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NsmSandbox", SupportsShouldProcess = true, DefaultParameterSetName = AddressSet)]
[OutputType(typeof(NsmSandbox))]
public sealed class StopNsmSandboxCommand : StopProgramCommand
{
    private const string AddressSet = "Address";
    private const string InputSet = "InputObject";

    [Parameter(Position = 0, ParameterSetName = AddressSet,
        HelpMessage = "The addresses of the sandboxes to stop; without it the one that this session is connected to, or started.")]
    [ArgumentCompleter(typeof(SandboxAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Address { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true,
        HelpMessage = "Sandboxes that Start-NsmSandbox or Get-NsmSandbox gave.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Record(typeof(NsmSandbox))]
    [ValidateNotNull]
    public NsmSandbox[] InputObject { get; set; } = [];

    private protected override string Noun => "sandbox";

    private protected override ProcessRegistry Registry => LocalSandboxes.Registry;

    // Work runs on other threads than the pipeline's, which alone has a runspace.
    private RunspaceSession Session { get; } = RunspaceSession.Current;

    private protected override IEnumerable<(string Name, Func<ProcessRecord, bool> Matches)> Wanted(IReadOnlyList<ProcessRecord> alive) =>
        ParameterSetName switch
        {
            AllSet => Every(alive),
            InputSet =>
                InputObject.Select(sandbox =>
                    (sandbox.Address,
                        (Func<ProcessRecord, bool>)(record => record.ProcessId == sandbox.ProcessId && record.Address == sandbox.Address))),
            _ when Address is not null =>
                Address.Select(address => (address, (Func<ProcessRecord, bool>)(record => record.Address == address.TrimEnd('/')))),
            _ => [("", record => LocalSandboxes.IsCurrent(record, Session) || IsOnlyOne(record, alive))],
        };

    // A session that is connected to none of them means the one that it started, if there is no other.
    private bool IsOnlyOne(ProcessRecord record, IReadOnlyList<ProcessRecord> alive) =>
        !alive.Any(other => LocalSandboxes.IsCurrent(other, Session))
        && alive.Where(other => Session.Programs.Has(other.ProcessId)).ToList() is [var only] && only == record;

    private protected override NsmException NotFound(string name) => LocalSandboxes.NotFound(name);

    private protected override object Describe(ProcessRecord record) => LocalSandboxes.Describe(record, NsmSandboxState.Stopped);

    private protected override void Forget(ProcessRecord record)
    {
        if (LocalSandboxes.IsCurrent(record, Session))
        {
            Session.Disconnect();
            Session.Lose($"The sandbox at {record.Address}, which this session worked on, was stopped.");
        }
    }
}
