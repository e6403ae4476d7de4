using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Tests an adapter as a Meshery server would use it.</summary>
[Cmdlet(VerbsDiagnostic.Test, "NsmAdapter")]
[OutputType(typeof(NsmAdapterCheck), typeof(bool))]
public sealed class TestNsmAdapterCommand : AdapterCommand
{
    private bool _asked;
    private bool _failed;

    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = AddressHelp)]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = LocalAdapters.DefaultAddress;

    [Parameter(HelpMessage = "How long one step may take, as a TimeSpan, seconds, or text such as 5m or 1h30m.")]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    [Parameter(HelpMessage = "Write one Boolean instead of rows: true only when no step failed.")]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        var tls = Tls();
        var proven = false;
        var ran = TryRun(async (queue, token) =>
        {
            var address = AdapterAddress.Parse(Address);
            var failed = false;
            await foreach (var check in new AdapterProbe(address, LocalAdapters.Options(address, tls) with { Deadline = Timeout },
                TimeProvider.System).RunAsync(token))
            {
                failed |= check.Outcome == NsmAdapterOutcome.Failed;
                if (!Quiet)
                {
                    queue.Object(check);
                }
            }

            proven = !failed;
        });
        _asked = true;
        _failed |= !(ran && proven);
    }

    protected override void EndProcessing()
    {
        if (Quiet && _asked)
        {
            WriteObject(!_failed);
        }
    }
}
