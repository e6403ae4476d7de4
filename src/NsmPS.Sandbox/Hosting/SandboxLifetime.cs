using System.Text;
using Microsoft.AspNetCore.Hosting.Server;
using NsmPS.Hosting;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Writes how to connect once the port is open, and takes it away at the end.</summary>
internal sealed partial class SandboxLifetime(SandboxSettings settings, IServiceProvider services, IServer server,
    ILogger<SandboxLifetime> log)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        if (settings.Kubeconfig is { } kubeconfig)
        {
            PrivateFiles.WriteAtomically(kubeconfig, Encoding.UTF8.GetBytes(SandboxHost.KubeconfigOf(services)));
        }

        var address = SandboxHost.AddressOf(server);
        Listening(address);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        // It no longer leads to a server.
        if (settings.Kubeconfig is { } kubeconfig)
        {
            File.Delete(kubeconfig);
        }

        return Task.CompletedTask;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "listening on {Address}")]
    private partial void Listening(Uri address);
}
