namespace NsmPS;

/// <summary>Which checks of a mesh to run.</summary>
public sealed record NsmCheckOptions
{
    /// <summary>The namespace the mesh must be in; null for wherever it is.</summary>
    public string? Namespace { get; init; }

    /// <summary>The categories; empty for all.</summary>
    public IReadOnlyList<NsmCheckCategory> Categories { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>Whether wires are left unpinged. A dead wire then shows only where other signs of it are left.</summary>
    public bool SkipPing { get; init; }
}
