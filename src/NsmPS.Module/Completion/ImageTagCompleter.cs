namespace NsmPS.Completion;

/// <summary>Completes the tag of a release's images.</summary>
internal sealed class ImageTagCompleter() : ReleasePartCompleter(release => [release.ImageTag]);
