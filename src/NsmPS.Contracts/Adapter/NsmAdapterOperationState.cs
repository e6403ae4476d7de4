namespace NsmPS;

/// <summary>How far an operation that was given to an adapter is known to be.</summary>
public enum NsmAdapterOperationState
{
    /// <summary>The adapter took it; what became of it was not waited for.</summary>
    Accepted,

    /// <summary>It ended well on every cluster.</summary>
    Succeeded,

    /// <summary>It failed on at least one cluster.</summary>
    Failed,
}
