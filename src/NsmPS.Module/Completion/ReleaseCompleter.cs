using System.Management.Automation;
using NsmPS.Session;

namespace NsmPS.Completion;

/// <summary>Completes release versions.</summary>
internal sealed class ReleaseCompleter : TimedCompleter
{
    // As everywhere, the leading v may be left out.
    protected override bool IsMeant(Candidate candidate, WildcardPattern typed) =>
        base.IsMeant(candidate, typed) || typed.IsMatch(candidate.Text.TrimStart('v'));

    protected override IEnumerable<Candidate> Find(CompletionRequest request) =>
        ModuleCatalog.Load(request.ManifestPath).Releases.Reverse().Select(release => new Candidate(release.Version, release.Title));
}
