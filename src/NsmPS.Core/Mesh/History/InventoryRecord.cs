using System.Text.Json.Nodes;

namespace NsmPS.Mesh.History;

/// <summary>What an installation was: the content of one revision of the inventory.</summary>
internal sealed record InventoryRecord
{
    public required int Revision { get; init; }
    public required NsmMeshOptions Options { get; init; }

    /// <summary>When it was applied, on the client's clock.</summary>
    public required DateTimeOffset AppliedAt { get; init; }

    /// <summary>False while the installation is under way, and forever when it was interrupted.</summary>
    public required bool Complete { get; init; }

    /// <summary>What made it; null in records of the first NsmPS.</summary>
    public string? Operation { get; init; }

    /// <summary>The revision that it brought back; null when it did not.</summary>
    public int? RestoredFrom { get; init; }

    /// <summary>The stage of each manifest; empty in records of the first NsmPS.</summary>
    public IReadOnlyList<string> Stages { get; init; } = [];

    /// <summary>The manifests as applied; Secrets without their data.</summary>
    public required IReadOnlyList<JsonObject> Manifests { get; init; }
}
