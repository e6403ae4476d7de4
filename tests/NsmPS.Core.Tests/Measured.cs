namespace NsmPS.Core.Tests;

/// <summary>Tests that bound the processor time of something run alone, because that is counted for the whole process.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Measured
{
    public const string Name = "Measured";
}
