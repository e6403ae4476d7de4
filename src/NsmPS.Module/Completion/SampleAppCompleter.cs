using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes the names of sample applications.</summary>
internal sealed class SampleAppCompleter : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        ModuleCatalog.Load(request.ManifestPath).SampleApps.DistinctBy(sample => sample.Name)
            .Select(sample => new Candidate(sample.Name, sample.Description));
}
