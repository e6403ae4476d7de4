namespace NsmPS.Topology.Live;

/// <summary>What a live topology shows at one moment.</summary>
/// <param name="Number">Counts the moments, from 1.</param>
/// <param name="Topology">The last look that succeeded.</param>
/// <param name="Problem">Why the cluster cannot be read now; empty when it can.</param>
/// <param name="Changes">The changes of the last hour, oldest first.</param>
/// <param name="Next">Ends when there is a later moment.</param>
internal sealed record TopologyMoment(int Number, NsmTopology Topology, string Problem, IReadOnlyList<TopologyChange> Changes, Task Next);
