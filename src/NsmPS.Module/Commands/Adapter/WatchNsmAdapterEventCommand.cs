using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Writes the events of an adapter as they come.</summary>
[Cmdlet(VerbsCommon.Watch, "NsmAdapterEvent")]
[OutputType(typeof(NsmAdapterEvent))]
public sealed class WatchNsmAdapterEventCommand : AdapterCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = AddressHelp)]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = LocalAdapters.DefaultAddress;

    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = "Only events of this operation.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [ValidateNotNullOrEmpty]
    public string? OperationId { get; set; }

    [Parameter(HelpMessage = "End after so many events; without it only Ctrl+C ends the command.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? First { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        if (First < 1)
        {
            Fail(Invalid($"-First is {First}; it must be at least 1.", nameof(First)));
        }
    }

    protected override void ProcessRecord() => RunWith(Address, async (client, queue, token) =>
    {
        var written = 0;
        await foreach (var happened in client.WatchAsync(problem => queue.Verbose($"{problem.Message} Trying again."), token))
        {
            if (OperationId is not null && happened.OperationId != OperationId)
            {
                continue;
            }

            queue.Object(happened);
            if (++written == First)
            {
                return;
            }
        }
    });
}
