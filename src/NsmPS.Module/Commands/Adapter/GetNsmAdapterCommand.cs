using System.Management.Automation;
using NsmPS.Adapter.Client;
using NsmPS.Completion;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Shows the adapters that were started here, or those at given addresses.</summary>
[Cmdlet(VerbsCommon.Get, "NsmAdapter")]
[OutputType(typeof(NsmAdapter))]
public sealed class GetNsmAdapterCommand : AdapterCommand
{
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true,
        HelpMessage = "Adapters anywhere, as host:port or https://host:port; without it those that were started here.")]
    [ArgumentCompleter(typeof(AdapterAddressCompleter))]
    [ValidateNotNullOrEmpty]
    public string[]? Address { get; set; }

    protected override void ProcessRecord()
    {
        var tls = Tls();
        Run((queue, token) => Address is null ? ListAsync(tls, queue, token) : AskAsync(Address, tls, queue, token));
    }

    private static async Task ListAsync(AdapterTls tls, PipelineQueue queue, CancellationToken cancellationToken)
    {
        foreach (var asked in LocalAdapters.Registry.ReadAlive()
            .Select(record => LocalAdapters.AskAsync(record, tls, deadline: null, cancellationToken)).ToList())
        {
            queue.Object(await asked);
        }
    }

    private static async Task AskAsync(string[] addresses, AdapterTls tls, PipelineQueue queue, CancellationToken cancellationToken)
    {
        var known = LocalAdapters.Registry.ReadAlive();
        foreach (var text in addresses)
        {
            var failure = await AttemptAsync(async () =>
            {
                var address = AdapterAddress.Parse(text);
                if (known.FirstOrDefault(record => record.Address == address.ToString()) is { } record)
                {
                    queue.Object(await LocalAdapters.AskAsync(record, tls, deadline: null, cancellationToken));
                    return;
                }

                using var client = new AdapterClient(address, LocalAdapters.Options(address, tls), TimeProvider.System);
                queue.Object(await client.DescribeAsync(cancellationToken));
            }, cluster: null, cancellationToken);
            if (failure is not null)
            {
                queue.Error(failure);
            }
        }
    }
}
