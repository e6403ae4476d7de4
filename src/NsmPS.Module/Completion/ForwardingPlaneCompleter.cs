namespace NsmPS.Completion;

/// <summary>Completes forwarding planes.</summary>
internal sealed class ForwardingPlaneCompleter() : ReleasePartCompleter(release => release.ForwardingPlanes);
