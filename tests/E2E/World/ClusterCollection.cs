namespace NsmPS.E2E.World;

/// <summary>All tests share one cluster and run one after the other, such that those which need a mesh follow each other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[TestClassOrderer<TurnOrderer>]
[TestMethodOrderer<TurnOrderer>]
public sealed class ClusterCollection : ICollectionFixture<MeshWorld>
{
    public const string Name = "cluster";

    /// <summary>Where two clusters are given, build/Test.ps1 runs classes with this trait and <see cref="Second"/> on the
    /// second.</summary>
    public const string Trait = "Cluster";

    public const string Second = "Second";
}
