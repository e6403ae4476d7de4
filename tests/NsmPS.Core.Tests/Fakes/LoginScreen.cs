using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A screen that remembers what it is shown.</summary>
internal sealed class LoginScreen : ILoginScreen
{
    private readonly Lock _gate = new();
    private Task _terminal = Task.CompletedTask;
    private string _text = "";

    public bool IsWatched { get; init; } = true;

    public bool HasTerminal { get; init; }

    public string Text
    {
        get
        {
            lock (_gate)
            {
                return _text;
            }
        }
    }

    public async Task<IDisposable> TakeTerminalAsync(CancellationToken cancellationToken)
    {
        var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_gate)
        {
            (before, _terminal) = (_terminal, mine.Task);
        }

        await before.WaitAsync(cancellationToken);
        return new Taken(mine);
    }

    public void Show(string text, bool isLine)
    {
        lock (_gate)
        {
            _text += isLine ? text + "\n" : text;
        }
    }

    private sealed class Taken(TaskCompletionSource free) : IDisposable
    {
        public void Dispose() => free.TrySetResult();
    }
}
