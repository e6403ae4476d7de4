using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes something that a release offers: the one on the command line, or the default one.</summary>
internal abstract class ReleasePartCompleter(Func<NsmRelease, IReadOnlyList<string>> parts) : TimedCompleter
{
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var catalog = ModuleCatalog.Load(request.ManifestPath);
        var release = catalog.Releases.FirstOrDefault(known => known.Version == request.Version) ?? catalog.DefaultRelease;
        return Task.FromResult<IReadOnlyList<Candidate>>(
            [.. parts(release).Select(part => new Candidate(part, $"{part} of {release.Version}"))]);
    }
}
