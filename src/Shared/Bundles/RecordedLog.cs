namespace NsmPS.Bundles;

/// <summary>Where a container's log is.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Previous">Whether it is that of the instance before the last restart.</param>
/// <param name="File">The file of the bundle.</param>
internal sealed record RecordedLog(string Namespace, string Pod, string Container, bool Previous, string File);
