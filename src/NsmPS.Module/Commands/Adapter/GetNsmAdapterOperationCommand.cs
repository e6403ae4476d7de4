using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Lists the operations that an adapter offers.</summary>
[Cmdlet(VerbsCommon.Get, "NsmAdapterOperation")]
[OutputType(typeof(NsmAdapterOperation))]
public sealed class GetNsmAdapterOperationCommand : AdapterCommand
{
    [Parameter(Position = 0, HelpMessage = "The keys of the operations to list; wildcards are allowed.")]
    [ArgumentCompleter(typeof(AdapterOperationCompleter))]
    [Alias("Key")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Operation { get; set; } = ["*"];

    [Parameter(ValueFromPipelineByPropertyName = true, HelpMessage = AddressHelp)]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string Address { get; set; } = LocalAdapters.DefaultAddress;

    protected override void ProcessRecord() => RunWith(Address, async (client, queue, token) =>
    {
        var offered = await client.GetOperationsAsync(token);
        var wanted = Operation.Select(key => NamePattern.Of(key)).ToList();
        foreach (var operation in offered.Where(operation => wanted.Any(pattern => pattern.IsMatch(operation.Key))))
        {
            queue.Object(operation with { Address = Address });
        }

        foreach (var key in ExactNames.Missing(Operation, offered.Select(operation => operation.Key)))
        {
            queue.Error(ErrorRecords.From(new NsmException(NsmErrors.AdapterOperationNotFound,
                $"The adapter at {client.Address} has no operation '{key}'.", key)));
        }
    });
}
