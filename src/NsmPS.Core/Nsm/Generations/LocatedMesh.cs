namespace NsmPS.Nsm.Generations;

/// <summary>A mesh that is on a cluster.</summary>
internal sealed record LocatedMesh(string Namespace, Generation Generation);
