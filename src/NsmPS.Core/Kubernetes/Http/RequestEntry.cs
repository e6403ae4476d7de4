namespace NsmPS.Kubernetes.Http;

/// <summary>One attempt of a request. It holds no header and no body, so that no credential and no content gets into a log.</summary>
/// <param name="Cluster">The context's name.</param>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query below the server's address.</param>
/// <param name="Outcome">The status of the answer, or why there was none.</param>
/// <param name="Took">From the first byte sent to the whole answer; for streams, to their beginning.</param>
public sealed record RequestEntry(string Cluster, string Method, string Path, string Outcome, TimeSpan Took)
{
    private const int LongestPath = 300;

    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"{Cluster}: {Method} {ShownText.Of(Path, LongestPath)}: {Outcome}, {Took.TotalMilliseconds:0} ms");
}
