namespace NsmPS.Adapter.Client;

/// <summary>What an adapter is asked to do. It holds credentials and is never printed.</summary>
public sealed class AdapterRequest
{
    /// <summary>The operation's key.</summary>
    public required string Operation { get; init; }

    /// <summary>The id that its events will carry.</summary>
    public required string OperationId { get; init; }

    /// <summary>The namespace; empty for the adapter's own choice.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>The version; empty for the adapter's own choice.</summary>
    public string Version { get; init; } = "";

    /// <summary>Whether to undo the operation instead.</summary>
    public bool Delete { get; init; }

    /// <summary>The manifest of a custom operation; empty for others.</summary>
    public string CustomBody { get; init; } = "";

    /// <summary>A kubeconfig text for each cluster.</summary>
    public required IReadOnlyList<string> Kubeconfigs { get; init; }
}
