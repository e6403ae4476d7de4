using NsmPS.Session;

namespace NsmPS.Completion.Sandboxes;

/// <summary>Completes the addresses of sandboxes that were started here.</summary>
internal sealed class SandboxAddressCompleter : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        LocalSandboxes.Registry.ReadAlive()
            .Select(record => new Candidate(record.Address, $"Process {record.ProcessId}, started {record.StartedAt:t}"));
}
