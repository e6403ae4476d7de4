using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A screen that remembers what it is shown.</summary>
internal sealed class LoginScreen : ILoginScreen
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _terminal = new(1, 1);
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
        await _terminal.WaitAsync(cancellationToken);
        return new Taken(_terminal);
    }

    public void Show(string text, bool isLine)
    {
        lock (_gate)
        {
            _text += isLine ? text + "\n" : text;
        }
    }

    private sealed class Taken(SemaphoreSlim terminal) : IDisposable
    {
        public void Dispose() => terminal.Release();
    }
}
