using NsmPS.Kubernetes;

namespace NsmPS.Session.Running;

/// <summary>Shows what credential programs print in the command that runs at the time.</summary>
internal sealed class LoginScreen(RunningCommands commands) : ILoginScreen
{
    /// <inheritdoc/>
    public bool IsWatched => commands.Has(_ => true);

    /// <inheritdoc/>
    public bool HasTerminal => IsWatched && ShellTerminal.IsThere;

    /// <inheritdoc/>
    public Task<IDisposable> TakeTerminalAsync(CancellationToken cancellationToken) => ShellTerminal.TakeAsync(cancellationToken);

    /// <inheritdoc/>
    public void Show(string text, bool isLine) => commands.Tell(queue => queue.Host(text, isLine));
}
