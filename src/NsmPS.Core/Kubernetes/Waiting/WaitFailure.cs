using NsmPS.Kubernetes.Health;

namespace NsmPS.Kubernetes.Waiting;

/// <summary>A wait ended without what was waited for. The operation turns it into an <see cref="NsmException"/> with the diagnosis.</summary>
internal sealed class WaitFailure(IReadOnlyList<WaitItem> items, bool timedOut) : Exception("The wait failed.")
{
    /// <summary>The items that failed, or that were not ready when the time was over.</summary>
    public IReadOnlyList<WaitItem> Items => items;

    public bool TimedOut => timedOut;
}
