using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Operations;
using NsmPS.Hosting;

namespace NsmPS.Adapter.Hosting;

/// <summary>What happens around serving: readiness is told when the port is open; at the end operations come to theirs before the port closes.</summary>
internal sealed class AdapterLifetime(
    AdapterSettings settings, AdapterHealth health, AdapterAddress address, AdapterCatalog catalog, OperationEngine engine, EventHub hub, IServer server, TimeProvider time,
    IHostApplicationLifetime application, ILogger<AdapterLifetime> log) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _inputStop = new();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var endpoint = AdapterHost.AddressOf(server);
        address.Serving(endpoint);
        health.Set(serving: true);
        log.Listening(AdapterIdentity.Name, AdapterIdentity.Version, AdapterIdentity.Commit, endpoint, settings.UsesTls);
        if (settings.ReadyFile is { } file)
        {
            var line = JsonSerializer.Serialize(new Dictionary<string, object> { ["pid"] = Environment.ProcessId, ["address"] = endpoint.ToString() });
            await Task.Run(() => PrivateFiles.WriteAtomically(file, System.Text.Encoding.UTF8.GetBytes(line + "\n")), cancellationToken);
        }

        if (settings.EndWithInput)
        {
            _ = EndWithInputAsync(_inputStop.Token);
        }

        // The first request should not pay for it.
        _ = Task.Run(WarmUp, cancellationToken);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _inputStop.CancelAsync();
        health.Set(serving: false);
        log.Stopping(settings.StopTimeout.TotalSeconds);
        try
        {
            await engine.DrainAsync(settings.StopTimeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            log.OperationsStuck();
        }

        // After the last event of the last operation.
        hub.Complete();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _inputStop.Dispose();

    private async Task EndWithInputAsync(CancellationToken cancellationToken)
    {
        await ProcessDoor.WaitForEndOfInputAsync(cancellationToken);
        log.InputEnded();
        application.StopApplication();
    }

    private void WarmUp()
    {
        try
        {
            log.CatalogRead(catalog.Versions[0]);
        }
        catch (NsmException exception)
        {
            log.CatalogUnreadable(exception.Message, exception.Remedy);
            health.Set(serving: false);
        }
    }
}
