using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Operations;

namespace NsmPS.Adapter.Registration;

/// <summary>Tells the Meshery server what components there are, again and again: a server that restarts has forgotten them.</summary>
internal sealed class Registrar(AdapterSettings settings, AdapterCatalog catalog, AdapterAddress address, EventHub hub,
    AdapterMetrics metrics, TimeProvider time, ILogger<Registrar> log)
    : BackgroundService
{
    /// <summary>Between two rounds that went well.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Between a round that failed and the next.</summary>
    public static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromMinutes(1);

    private bool _warned;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.MesheryServer is not { } server)
        {
            return;
        }

        var port = (await address.WhenServingAsync(stoppingToken)).Port;
        using var client = new MesheryClient(server, time);
        while (true)
        {
            var done = await TryRegisterAsync(client, port, stoppingToken);
            await Task.Delay(done ? Interval : IntervalAfterFailure, time, stoppingToken);
        }
    }

    private async Task<bool> TryRegisterAsync(MesheryClient client, int port, CancellationToken cancellationToken)
    {
        try
        {
            var count = 0;
            foreach (var definition in ComponentDefinitions.For(catalog.Value))
            {
                await client.RegisterAsync(definition, settings, port, cancellationToken);
                count++;
            }

            metrics.Registered(succeeded: true);
            log.Registered(count, settings.MesheryServer);
            _warned = false;
            return true;
        }
        catch (NsmException exception)
        {
            metrics.Registered(succeeded: false);
            if (!_warned)
            {
                // Once for each outage: a warning each minute would bury everything else.
                _warned = true;
                log.RegistrationFailed(exception.Message, exception.Remedy);
                hub.Publish(EventTexts.Notice(RequestRules.NewOperationId(), "Registration with the Meshery server fails", exception));
            }

            return false;
        }
    }
}
