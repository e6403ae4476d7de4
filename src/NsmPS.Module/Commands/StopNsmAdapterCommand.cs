using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Completion;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Stops adapters that were started on this machine.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NsmAdapter", SupportsShouldProcess = true, DefaultParameterSetName = PortSet)]
[OutputType(typeof(NsmAdapter))]
public sealed class StopNsmAdapterCommand : NsmCommand
{
    private const string PortSet = "Port";
    private const string AddressSet = "Address";
    private const string InputSet = "InputObject";
    private const string AllSet = "All";

    /// <summary>By port.</summary>
    [Parameter(Position = 0, ParameterSetName = PortSet, HelpMessage = "The ports of the adapters to stop.")]
    [ArgumentCompleter(typeof(AdapterPortCompleter))]
    public int[] Port { get; set; } = [AdapterAddress.DefaultPort];

    /// <summary>By address.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AddressSet, HelpMessage = "The addresses of the adapters to stop, as Get-NsmAdapter shows them.")]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    /// <summary>By object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true, HelpMessage = "Adapters that Start-NsmAdapter or Get-NsmAdapter gave.")]
    [ValidateNotNull]
    public NsmAdapter[] InputObject { get; set; } = [];

    /// <summary>Every one.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AllSet, HelpMessage = "Stop every adapter that this user has started on this machine.")]
    public SwitchParameter All { get; set; }

    /// <summary>The deadline.</summary>
    [Parameter(HelpMessage = "How long an adapter may take to end what it does, as a TimeSpan or a number of seconds; then it is ended.")]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Write them.</summary>
    [Parameter(HelpMessage = "Write each adapter that was stopped.")]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if ((Durations.Problem(nameof(Timeout), Timeout) ?? Port.Select(port => AdapterParameters.PortProblem(nameof(Port), port, smallest: 1)).FirstOrDefault(found => found is not null)) is { } problem)
        {
            Fail(problem);
        }
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        List<ProcessRecord> found = [];
        var registry = LocalAdapters.Registry;
        Run((queue, _) =>
        {
            found = Find(registry.ReadAlive(), queue);
            return Task.CompletedTask;
        });
        foreach (var record in found.Where(record => ShouldProcess($"{record.Address} (process {record.ProcessId})", "Stop the NSM adapter")))
        {
            Run((queue, token) => StopAsync(record, registry, queue, token));
        }
    }

    private List<ProcessRecord> Find(IReadOnlyList<ProcessRecord> alive, PipelineQueue queue)
    {
        var found = new List<ProcessRecord>();
        foreach (var (name, matches) in Wanted(alive))
        {
            var matching = alive.Where(matches).ToList();
            found.AddRange(matching);
            if (matching.Count == 0)
            {
                queue.Error(ErrorRecords.From(new NsmException(NsmErrors.AdapterNotFound, $"No adapter that was started here runs at {name}.", name)));
            }
        }

        return [.. found.Distinct()];
    }

    private IEnumerable<(string Name, Func<ProcessRecord, bool> Matches)> Wanted(IReadOnlyList<ProcessRecord> alive) => ParameterSetName switch
    {
        AllSet => alive.Select(every => (every.Address, (Func<ProcessRecord, bool>)(record => record == every))),
        AddressSet => Address.Select(AdapterAddress.Parse).Select(address => ($"{address}", (Func<ProcessRecord, bool>)(record => record.Address == $"{address}"))),
        InputSet => InputObject.Select(adapter => (adapter.Address, (Func<ProcessRecord, bool>)(record => record.ProcessId == adapter.ProcessId && record.Address == adapter.Address))),
        _ => Port.Select(port => ($"port {port}", (Func<ProcessRecord, bool>)(record => record.ListensOn(port)))),
    };

    private async Task StopAsync(ProcessRecord record, ProcessRegistry registry, PipelineQueue queue, CancellationToken cancellationToken)
    {
        if (!await ProgramStopper.StopAsync(record, Timeout, cancellationToken))
        {
            queue.Warning($"The adapter at {record.Address} did not end within {Timeout}; its process {record.ProcessId} was ended.");
        }

        registry.Remove(record.ProcessId);
        queue.Verbose($"The adapter at {record.Address}, process {record.ProcessId}, has ended.");
        if (PassThru)
        {
            queue.Object(LocalAdapters.Describe(record, NsmAdapterState.Stopped));
        }
    }
}
