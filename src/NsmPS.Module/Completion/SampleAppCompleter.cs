using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the names of sample applications.</summary>
internal sealed class SampleAppCompleter : TimedCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candidate>>(
            [.. ModuleCatalog.Load(request.ManifestPath).SampleApps.DistinctBy(sample => sample.Name)
                .Select(sample => new Candidate(sample.Name, sample.Description))]);
}
