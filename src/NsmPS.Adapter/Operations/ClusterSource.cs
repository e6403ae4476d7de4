namespace NsmPS.Adapter.Operations;

/// <summary>How a request names a cluster.</summary>
internal abstract record ClusterSource
{
    /// <summary>A kubeconfig that came over the network.</summary>
    /// <param name="Text">Its text, which holds credentials.</param>
    /// <param name="Label">How it is named before its context is known, for example <c>kubeconfig 2 of 3</c>.</param>
    internal sealed record Remote(string Text, string Label) : ClusterSource
    {
        /// <summary>The context in it; null for its current one.</summary>
        public string? Context { get; init; }

        // A record would print its text.
        public override string ToString() => Label;
    }

    /// <summary>The cluster of the adapter itself, where the administrator allowed that.</summary>
    internal sealed record Own : ClusterSource
    {
        public override string ToString() => "the adapter's own cluster";
    }
}
