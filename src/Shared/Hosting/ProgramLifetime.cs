using System.Text.Json;

namespace NsmPS.Hosting;

/// <summary>Tells when the program serves, and ends it with standard input.</summary>
internal sealed partial class ProgramLifetime(ProgramLife life, IHostApplicationLifetime application, ILogger<ProgramLifetime> log)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _inputStop = new();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (life.ReadyFile is { } file)
        {
            var facts = new Dictionary<string, object?> { ["pid"] = Environment.ProcessId };
            foreach ((var name, var value) in life.Facts())
            {
                facts[name] = value;
            }

            PrivateFiles.WriteAtomically(file, [.. JsonSerializer.SerializeToUtf8Bytes(facts), (byte)'\n']);
        }

        if (life.EndWithInput)
        {
            _ = EndWithInputAsync(_inputStop.Token);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _inputStop.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _inputStop.Dispose();

    private async Task EndWithInputAsync(CancellationToken cancellationToken)
    {
        await ProcessDoor.WaitForEndOfInputAsync(cancellationToken);
        InputEnded();
        application.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "standard input has ended")]
    private partial void InputEnded();
}
