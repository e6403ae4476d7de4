using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

internal enum ChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One change. The objects are shared with every other reader: nobody may change them.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Kind">The object's kind.</param>
/// <param name="Object">The object afterwards; for a deletion, as it was last, with the version of the deletion.</param>
/// <param name="Before">The object before; null for a new one.</param>
internal sealed record Change(ChangeType Type, ResourceKind Kind, JsonObject Object, JsonObject? Before);
