namespace NsmPS.Sandbox.Store;

/// <summary>How a write is to be done.</summary>
/// <param name="Manager">Whom the fields that it sets belong to.</param>
/// <param name="DryRun">True to answer what would be, and keep nothing.</param>
/// <param name="Trusted">True for the sandbox's own parts: a new object's status is taken over.</param>
internal sealed record WriteOptions(string Manager, bool DryRun = false, bool Trusted = false)
{
    /// <summary>True when the fields' owners are already right.</summary>
    public bool OwnersKnown { get; init; }

    /// <summary>Told which fields the schema of a defined kind does not know; it may refuse them. They are dropped.</summary>
    public Action<IReadOnlyList<string>>? Unknown { get; init; }

    /// <summary>Told what whoever writes should know although the write is done. Null when nobody listens.</summary>
    public Action<string>? Warn { get; init; }
}

/// <summary>How an object is to be deleted.</summary>
internal sealed record DeleteOptions(string? Propagation = null, int? GraceSeconds = null, string? Uid = null, string? Version = null,
    bool DryRun = false);
