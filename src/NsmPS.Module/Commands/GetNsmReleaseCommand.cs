using System.Management.Automation;
using NsmPS.Completion;
using NsmPS.Errors;
using NsmPS.Pipeline;
using NsmPS.Session;

namespace NsmPS.Commands;

/// <summary>Lists the releases that can be installed.</summary>
[Cmdlet(VerbsCommon.Get, "NsmRelease")]
[OutputType(typeof(NsmRelease))]
public sealed class GetNsmReleaseCommand : NsmCommand
{
    /// <summary>The versions, with wildcards.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, HelpMessage = "The versions to list; wildcards are allowed.")]
    [ArgumentCompleter(typeof(ReleaseCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Version { get; set; } = ["*"];

    /// <summary>A folder with releases of the user.</summary>
    [Parameter(HelpMessage = "A folder with mesh/ and samples/ that adds releases and samples to the module's own.")]
    [ValidateNotNullOrEmpty]
    public string? ManifestPath { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var folder = FileSystemPath(ManifestPath, NsmErrors.CatalogInvalid);
        var wanted = Version.Select(text => WildcardPattern.Get(text, WildcardOptions.IgnoreCase)).ToList();
        Run((queue, _) =>
        {
            var releases = ModuleCatalog.Load(folder).Releases;
            foreach (var release in releases.Where(release => wanted.Any(pattern => pattern.IsMatch(release.Version))))
            {
                queue.Object(release);
            }

            foreach (var name in Version.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && !releases.Any(release => Same(release, name))))
            {
                queue.Error(ErrorRecords.From(new NsmException(NsmErrors.ReleaseUnknown, $"There is no release '{name}'.", name)));
            }

            return Task.CompletedTask;
        });
    }

    private static bool Same(NsmRelease release, string name) => string.Equals(release.Version, name, StringComparison.OrdinalIgnoreCase);
}
