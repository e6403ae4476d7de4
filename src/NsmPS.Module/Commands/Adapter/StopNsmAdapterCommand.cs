using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Completion;
using NsmPS.Completion.Lists;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Processes;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Stops adapters that were started on this machine.</summary>
[Cmdlet(VerbsLifecycle.Stop, "NsmAdapter", SupportsShouldProcess = true, DefaultParameterSetName = PortSet)]
[OutputType(typeof(NsmAdapter))]
public sealed class StopNsmAdapterCommand : StopProgramCommand
{
    private const string PortSet = "Port";
    private const string AddressSet = "Address";
    private const string InputSet = "InputObject";

    [Parameter(Position = 0, ParameterSetName = PortSet,
        HelpMessage = "The ports of the adapters to stop; without it 10004, or wherever the only one runs.")]
    [ArgumentCompleter(typeof(AdapterPortCompleter))]
    public int[]? Port { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = AddressSet,
        HelpMessage = "The addresses of the adapters to stop, as Get-NsmAdapter shows them.")]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Address { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = InputSet, ValueFromPipeline = true,
        HelpMessage = "Adapters that Start-NsmAdapter or Get-NsmAdapter gave.")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    [Record(typeof(NsmAdapter))]
    [ValidateNotNull]
    public NsmAdapter[] InputObject { get; set; } = [];

    private protected override string Noun => "adapter";

    private protected override ProcessRegistry Registry => LocalAdapters.Registry;

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        Refuse(Port?.Select(port => AdapterParameters.PortProblem(nameof(Port), port, smallest: 1))
            .FirstOrDefault(problem => problem is not null));
    }

    private protected override IEnumerable<(string Name, Func<ProcessRecord, bool> Matches)> Wanted(IReadOnlyList<ProcessRecord> alive) =>
        ParameterSetName switch
        {
            AllSet => Every(alive),
            AddressSet => Address.Select(AdapterAddress.Parse)
                .Select(address => ($"{address}", (Func<ProcessRecord, bool>)(record => record.Address == $"{address}"))),
            InputSet =>
                InputObject.Select(adapter =>
                    (adapter.Address,
                        (Func<ProcessRecord, bool>)(record => record.ProcessId == adapter.ProcessId && record.Address == adapter.Address))),
            _ when Port is not null => Port.Select(port => ($"port {port}", (Func<ProcessRecord, bool>)(record => record.ListensOn(port)))),
            _ => [($"port {AdapterAddress.DefaultPort}", record => LocalAdapters.IsMeant(record, alive))],
        };

    private protected override NsmException NotFound(string name) =>
        new(NsmErrors.AdapterNotFound, $"No adapter that was started here runs at {name}.", name);

    private protected override object Describe(ProcessRecord record) => LocalAdapters.Describe(record, NsmAdapterState.Stopped);
}
