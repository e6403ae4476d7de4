namespace NsmPS.Sandbox.Forward;

/// <summary>A port of a pod on which a program listens, until it is disposed.</summary>
/// <param name="answer">Answers requests; null to close every connection at once.</param>
/// <param name="close">Takes the port from those that are open.</param>
internal sealed class OpenPort(RequestDelegate? answer, Action<OpenPort> close) : IAsyncDisposable
{
    private readonly CancellationTokenSource _closed = new();

    public RequestDelegate? Answer => answer;

    /// <summary>Whether it serves pages, over HTTP/1.1, and not calls of gRPC.</summary>
    public bool HasPages { get; init; }

    /// <summary>Cancelled when the program ends, and its connections with it.</summary>
    public CancellationToken Closed => _closed.Token;

    // The source is not disposed: a connection that is being made may still take its token.
    public async ValueTask DisposeAsync()
    {
        close(this);
        await _closed.CancelAsync();
    }
}
