using System.Globalization;
using NsmPS.Adapter.Client;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the ports of adapters that were started here.</summary>
internal sealed class AdapterPortCompleter : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        LocalAdapters.Registry.ReadAlive().Select(record =>
            new Candidate(AdapterAddress.Parse(record.Address).Port.ToString(CultureInfo.InvariantCulture),
                $"Process {record.ProcessId} at {record.Address}"));
}
