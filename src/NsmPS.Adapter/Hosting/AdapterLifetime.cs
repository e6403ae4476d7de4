using Microsoft.AspNetCore.Hosting.Server;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Operations;
using NsmPS.Adapter.Operations.Journal;

namespace NsmPS.Adapter.Hosting;

/// <summary>The start and the end of serving: it reports ready when the port is open, and lets operations end before the port
/// closes.</summary>
internal sealed class AdapterLifetime(
    AdapterSettings settings, AdapterHealth health, AdapterAddress address, AdapterCatalog catalog, OperationEngine engine, EventHub hub,
    OperationJournal journal, IServer server, TimeProvider time,
    ILogger<AdapterLifetime> log) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var endpoint = AdapterHost.AddressOf(server);
        address.Serving(endpoint);
        health.Set(serving: true);
        log.Listening(AdapterIdentity.Name, AdapterIdentity.Version, AdapterIdentity.Commit, endpoint, settings.UsesTls);

        foreach (var danger in settings.Dangers)
        {
            log.Danger(danger);
        }

        foreach (var left in journal.Start())
        {
            hub.Publish(EventTexts.LeftOpen(left));
        }

        // Done now, so that the first request does not wait for it.
        _ = Task.Run(WarmUp, cancellationToken);
        return Task.CompletedTask;
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
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

        // Only after the last event of the last operation.
        hub.Complete();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

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
