using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using NsmPS.Hosting;

namespace NsmPS.Sandbox.Hosting;

/// <summary>What happens around serving: the kubeconfig and the news that the port is open; the end with standard input.</summary>
internal sealed partial class SandboxLifetime(SandboxSettings settings, IServiceProvider services, IServer server, IHostApplicationLifetime application, ILogger<SandboxLifetime> log)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _inputStop = new();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        Uri address = SandboxHost.AddressOf(server);
        if (settings.Kubeconfig is { } kubeconfig)
        {
            PrivateFiles.WriteAtomically(kubeconfig, Encoding.UTF8.GetBytes(SandboxHost.KubeconfigOf(services)));
        }

        if (settings.ReadyFile is { } file)
        {
            string line = JsonSerializer.Serialize(new Dictionary<string, object?> { ["pid"] = Environment.ProcessId, ["address"] = address.GetLeftPart(UriPartial.Authority), ["kubeconfig"] = settings.Kubeconfig });
            PrivateFiles.WriteAtomically(file, Encoding.UTF8.GetBytes(line + "\n"));
        }

        Listening(address);
        if (settings.EndWithInput)
        {
            _ = EndWithInputAsync(_inputStop.Token);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => _inputStop.CancelAsync();

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // It leads nowhere any more.
        if (settings.Kubeconfig is { } kubeconfig)
        {
            File.Delete(kubeconfig);
        }

        return Task.CompletedTask;
    }

    public void Dispose() => _inputStop.Dispose();

    private async Task EndWithInputAsync(CancellationToken cancellationToken)
    {
        await ProcessDoor.WaitForEndOfInputAsync(cancellationToken);
        InputEnded();
        application.StopApplication();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Address}")]
    private partial void Listening(Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "standard input has ended")]
    private partial void InputEnded();
}
