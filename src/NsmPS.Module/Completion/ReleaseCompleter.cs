using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes release versions.</summary>
internal sealed class ReleaseCompleter : TimedCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<Candidate>>(
            [.. ModuleCatalog.Load(request.ManifestPath).Releases.Reverse()
                .Select(release => new Candidate(release.Version, release.Title))]);
}
