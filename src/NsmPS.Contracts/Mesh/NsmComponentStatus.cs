namespace NsmPS;

/// <summary>One component of an installed mesh.</summary>
/// <param name="Name">The component's object, for example <c>DaemonSet/nsmgr</c>.</param>
/// <param name="State">How it is doing.</param>
/// <param name="Ready">Pods that are ready.</param>
/// <param name="Desired">Pods that should be.</param>
/// <param name="Reason">Why it is not ready; empty when it is.</param>
public sealed record NsmComponentStatus(string Name, NsmState State, int Ready, int Desired, string Reason);
