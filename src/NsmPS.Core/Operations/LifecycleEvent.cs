namespace NsmPS.Operations;

/// <summary>An event of a long operation. The last one is always <see cref="Completed"/> or <see cref="Failed"/>.</summary>
public abstract record LifecycleEvent
{
    /// <summary>The context name of the cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>The operation goes on to its next step.</summary>
    /// <param name="Text">What the step does.</param>
    /// <param name="PercentComplete">How far the whole operation is, 0 to 100.</param>
    public sealed record Step(string Text, int PercentComplete) : LifecycleEvent;

    /// <summary>An object was created, changed or deleted, or needed no change.</summary>
    /// <param name="Target">The object, as <c>Kind/namespace/name</c>.</param>
    /// <param name="Action">What was done.</param>
    public sealed record ObjectDone(string Target, NsmPlanAction Action) : LifecycleEvent;

    /// <summary>An object that is waited for has changed its status.</summary>
    /// <param name="Target">The object, as <c>Kind/namespace/name</c>.</param>
    /// <param name="State">Its state.</param>
    /// <param name="Reason">Why it is in this state.</param>
    public sealed record Status(string Target, NsmState State, string Reason) : LifecycleEvent;

    /// <summary>Why the operation waits now has changed.</summary>
    /// <param name="Reason">The reason that counts most, and whose it is, on one line; empty when nothing is waited for.</param>
    public sealed record Waiting(string Reason) : LifecycleEvent;

    /// <summary>Something the user should know that does not stop the operation.</summary>
    /// <param name="Text">One sentence.</param>
    public sealed record Warning(string Text) : LifecycleEvent;

    /// <summary>The operation has done what it promised.</summary>
    /// <param name="Text">One sentence that says what is there now.</param>
    /// <param name="Result">The mesh or sample application as it is now; null after a removal.</param>
    public sealed record Completed(string Text, object? Result) : LifecycleEvent;

    /// <summary>The operation cannot continue.</summary>
    public sealed record Failed(NsmException Error) : LifecycleEvent;
}
