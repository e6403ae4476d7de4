namespace NsmPS.Adapter.Operations;

/// <summary>Something Meshery can ask for.</summary>
/// <param name="Key">The name in requests.</param>
/// <param name="Title">What Meshery shows.</param>
/// <param name="Category">Where Meshery shows it.</param>
/// <param name="Kind">Who carries it out.</param>
/// <param name="Words">How it is spoken of.</param>
internal sealed record AdapterOperation(string Key, string Title, OperationCategory Category, OperationKind Kind, OperationWords Words)
{
    /// <summary>The sample's name in the catalogue.</summary>
    public string Sample { get; init; } = "";

    /// <summary>Whether it and the mesh wait for each other: NSM's own objects need the mesh's definitions.</summary>
    public bool SharesMesh => Category == OperationCategory.Configure || Kind is OperationKind.Mesh or OperationKind.Sample;

    /// <summary>Names that older adapters gave it.</summary>
    public IReadOnlyList<string> OlderKeys { get; init; } = [];
}
