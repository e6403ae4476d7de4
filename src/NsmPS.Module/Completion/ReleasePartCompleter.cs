using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes something that the release on the command line, or else the newest, offers.</summary>
internal abstract class ReleasePartCompleter(Func<NsmRelease, IReadOnlyList<string>> parts) : TimedCompleter
{
    /// <inheritdoc/>
    protected override Task<IReadOnlyList<Candidate>> FindAsync(CompletionRequest request, CancellationToken cancellationToken)
    {
        var releases = ModuleCatalog.Load(request.ManifestPath).Releases;
        var release = releases.FirstOrDefault(known => known.Version == request.Version) ?? releases[^1];
        return Task.FromResult<IReadOnlyList<Candidate>>([.. parts(release).Select(part => new Candidate(part, $"{part} of {release.Version}"))]);
    }
}
