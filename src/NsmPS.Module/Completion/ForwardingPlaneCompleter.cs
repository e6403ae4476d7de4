namespace NsmPS.Completion;

internal sealed class ForwardingPlaneCompleter() : ReleasePartCompleter(release => release.ForwardingPlanes);
