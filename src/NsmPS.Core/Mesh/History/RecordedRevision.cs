namespace NsmPS.Mesh.History;

/// <summary>One revision of an inventory.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Record">What it holds; null when that cannot be understood.</param>
internal sealed record RecordedRevision(int Number, InventoryRecord? Record)
{
    public bool IsComplete => Record is { Complete: true };
}
