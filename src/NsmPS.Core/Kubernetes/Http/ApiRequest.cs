namespace NsmPS.Kubernetes.Http;

/// <summary>One request to the API server, described so that it can be sent again and named in messages.</summary>
internal sealed record ApiRequest
{
    public required HttpMethod Method { get; init; }

    /// <summary>Path and query below the server's address, escaped.</summary>
    public required string Path { get; init; }

    /// <summary>What is being done, as an infinitive: <c>apply</c>, <c>list</c>.</summary>
    public required string Action { get; init; }

    /// <summary>To what: <c>Deployment/default/web</c>.</summary>
    public required string Target { get; init; }

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>True when doing it twice ends the same as doing it once. Otherwise it is
    /// repeated only when the server surely did not do it.</summary>
    public bool Repeatable { get; init; } = true;

    /// <summary>True when nothing is begun before the server agrees: where it answers anything else, nothing was done.</summary>
    public bool BeginsWhenAgreed { get; init; }

    /// <summary>True when it names an object of a kind that the server has said it serves.</summary>
    public bool KindIsDiscovered { get; init; }

    /// <summary>How many bytes its answer may have; unless said otherwise, more than any object has, which etcd bounds.</summary>
    public long LargestAnswer { get; init; } = 16L * 1024 * 1024;

    /// <summary>The right that it needs where the server's own words may not name it; null otherwise.</summary>
    public string? Needs { get; init; }

    /// <summary>True for Secrets: nothing of the server's answer to it may reach a message.</summary>
    public bool Confidential { get; init; }
}
