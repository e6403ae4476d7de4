namespace NsmPS.Bundles;

/// <summary>What the manager of a node told.</summary>
/// <param name="Node">The node.</param>
/// <param name="CrossConnects">Its cross connects.</param>
internal sealed record RecordedManager(string Node, IReadOnlyList<NsmCrossConnect> CrossConnects);
