using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the addresses of adapters that were started here.</summary>
internal sealed class AdapterAddressCompleter : TimedCompleter
{
    protected override IReadOnlyList<Candidate> Fallback =>
        [new(LocalAdapters.DefaultAddress, "Where an adapter listens unless told otherwise")];

    protected override IEnumerable<Candidate> Find(CompletionRequest request) => LocalAdapters.Registry.ReadAlive()
        .Select(record => new Candidate(record.Address, $"Process {record.ProcessId}, started {record.StartedAt:t}"))
        .DefaultIfEmpty(Fallback[0]);
}
