namespace NsmPS.Kubernetes;

/// <summary>Where the user meets the programs that kubeconfigs name for credentials: a login has to be read, and may have to be
/// answered.</summary>
public interface ILoginScreen
{
    /// <summary>Whether somebody sees what is shown now.</summary>
    bool IsWatched { get; }

    /// <summary>Whether a program may read from this process's standard input, because it is a terminal with somebody at it.</summary>
    bool HasTerminal { get; }

    /// <summary>Waits until no other program has the terminal, and takes it. Disposing what it gives lets the next one have it.</summary>
    Task<IDisposable> TakeTerminalAsync(CancellationToken cancellationToken);

    /// <summary>Shows what a program prints. It may be called on any thread.</summary>
    /// <param name="text">A line, or the part of one that waits for an answer; it holds nothing that steers a terminal.</param>
    /// <param name="isLine">False when the line goes on.</param>
    void Show(string text, bool isLine);
}
