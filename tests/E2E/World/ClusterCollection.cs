namespace NsmPS.E2E.World;

/// <summary>All tests share one cluster and run one after the other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<MeshWorld>
{
    public const string Name = "cluster";
}
