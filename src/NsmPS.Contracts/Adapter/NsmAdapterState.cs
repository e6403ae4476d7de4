namespace NsmPS;

/// <summary>How an adapter is doing.</summary>
public enum NsmAdapterState
{
    /// <summary>It answers, and says it serves. An adapter without a health service counts when it answers at all.</summary>
    Serving,

    /// <summary>It answers, and says it does not serve.</summary>
    NotServing,

    /// <summary>It does not answer.</summary>
    Unreachable,

    /// <summary>Its process runs, but it answers only callers that show a client certificate.</summary>
    Unverified,

    /// <summary>It was stopped.</summary>
    Stopped,
}
