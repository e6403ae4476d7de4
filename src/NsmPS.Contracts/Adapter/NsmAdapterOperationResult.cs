namespace NsmPS;

/// <summary>An operation that was given to an adapter, and what became of it.</summary>
public sealed record NsmAdapterOperationResult
{
    /// <summary>The adapter's address.</summary>
    public required string Address { get; init; }

    /// <summary>The id that the operation's events carry.</summary>
    public required string OperationId { get; init; }

    /// <summary>The operation's key.</summary>
    public required string Operation { get; init; }

    /// <summary>Whether it was undone instead of done.</summary>
    public bool Delete { get; init; }

    /// <summary>The contexts of the clusters it was for.</summary>
    public required IReadOnlyList<string> Contexts { get; init => field = ReadOnlyLists.Copy(value); }

    /// <summary>How far it is known to be.</summary>
    public required NsmAdapterOperationState State { get; init; }

    /// <summary>The events that ended it, one for each cluster; empty when it was not waited for.</summary>
    public IReadOnlyList<NsmAdapterEvent> Ends
    {
        get; init =>
        field = ReadOnlyLists.Copy(value);
    } = ReadOnlyLists.Copy<NsmAdapterEvent>([]);

    /// <summary>Every event of it, in the order of arrival, the ends included; empty when it was not waited for.</summary>
    public IReadOnlyList<NsmAdapterEvent> Events
    {
        get; init =>
        field = ReadOnlyLists.Copy(value);
    } = ReadOnlyLists.Copy<NsmAdapterEvent>([]);
}
