namespace NsmPS;

/// <summary>An operation that an adapter offers.</summary>
/// <param name="Key">The key it is invoked by, for example <c>network_service_mesh</c>.</param>
/// <param name="Description">What it is called on Meshery's page.</param>
/// <param name="Category">The card it appears on.</param>
public sealed record NsmAdapterOperation(string Key, string Description, NsmAdapterCategory Category)
{
    /// <summary>The adapter that offers it; empty where that is not known.</summary>
    public string Address { get; init; } = "";
}
