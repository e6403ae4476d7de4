using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Errors;
using NsmPS.Parameters;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Lists the releases that can be installed.</summary>
[Cmdlet(VerbsCommon.Get, "NsmRelease")]
[OutputType(typeof(NsmRelease))]
public sealed class GetNsmReleaseCommand : NsmCommand
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true,
        HelpMessage = "The versions to list; wildcards are allowed.")]
    [NameOf(nameof(NsmRelease.Version), typeof(NsmRelease))]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Version { get; set; } = ["*"];

    [Parameter(HelpMessage = "A folder with mesh/ and samples/ that adds releases and samples to the module's own.")]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    protected override void ProcessRecord()
    {
        var folder = FileSystemPath(ManifestPath, NsmErrors.CatalogInvalid);
        Run(queue =>
        {
            var releases = ModuleCatalog.Load(folder).Releases;
            foreach (var release in releases.Where(release => Version.Any(wanted => Matches(release, wanted))))
            {
                queue.Object(release);
            }

            foreach (var name in Version.Where(name =>
                !WildcardPattern.ContainsWildcardCharacters(name) && !releases.Any(release => Matches(release, name))))
            {
                queue.Error(ErrorRecords.From(new NsmException(NsmErrors.ReleaseNotFound, $"There is no release '{name}'.", name)));
            }
        });
    }

    // As everywhere, the leading v may be left out.
    private static bool Matches(NsmRelease release, string wanted)
    {
        var pattern = NamePattern.Of(wanted);
        return pattern.IsMatch(release.Version) || pattern.IsMatch(release.Version.TrimStart('v'));
    }
}
