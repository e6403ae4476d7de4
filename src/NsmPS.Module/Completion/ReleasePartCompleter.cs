using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes something that a release offers: the one on the command line, or the default one.</summary>
internal abstract class ReleasePartCompleter(Func<NsmRelease, IReadOnlyList<string>> parts) : TimedCompleter
{
    protected override IEnumerable<Candidate> Find(CompletionRequest request)
    {
        var catalog = ModuleCatalog.Load(request.ManifestPath);
        var release = catalog.Releases.FirstOrDefault(known => known.Version == request.Version) ?? catalog.DefaultRelease;
        return parts(release).Select(part => new Candidate(part, $"{part} of {release.Version}"));
    }
}
