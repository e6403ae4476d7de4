namespace NsmPS.Completion;

/// <summary>Completes optional components.</summary>
internal sealed class ComponentCompleter() : ReleasePartCompleter(release => release.Components);
