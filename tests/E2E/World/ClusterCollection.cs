namespace NsmPS.E2E.World;

/// <summary>All tests share one cluster and run one after the other, such that those which need a mesh follow each other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[TestClassOrderer<TurnOrderer>]
[TestMethodOrderer<TurnOrderer>]
public sealed class ClusterCollection : ICollectionFixture<MeshWorld>
{
    public const string Name = "cluster";
}
