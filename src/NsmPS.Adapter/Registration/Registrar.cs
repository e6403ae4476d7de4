using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Operations;

namespace NsmPS.Adapter.Registration;

/// <summary>Tells the Meshery server what components there are, and reports what it shows of them: at the start, whenever somebody
/// begins to listen, and from time to time.</summary>
internal sealed class Registrar(AdapterSettings settings, AdapterCatalog catalog, AdapterAddress address, ServerArrivals arrivals,
    EventHub hub, AdapterMetrics metrics, TimeProvider time, ILogger<Registrar> log)
    : BackgroundService
{
    /// <summary>Between two rounds that went well.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(10);

    /// <summary>Between a round that failed and the next.</summary>
    public static readonly TimeSpan IntervalAfterFailure = TimeSpan.FromMinutes(1);

    /// <summary>Between any two rounds: each page of a browser listens again.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private string _said = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.MesheryServer is not { } server)
        {
            return;
        }

        var port = (await address.WhenServingAsync(stoppingToken)).Port;
        using var client = new MesheryClient(server, time);
        var round = new RegistrationRound(client, settings, catalog, port);
        while (true)
        {
            var done = await TryRegisterAsync(round, stoppingToken);
            await Task.Delay(Pause, time, stoppingToken);
            await WaitAsync((done ? Interval : IntervalAfterFailure) - Pause, stoppingToken);
        }
    }

    private async Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var first = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(longest, time, first.Token), arrivals.WaitAsync(first.Token));
        await first.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private async Task<bool> TryRegisterAsync(RegistrationRound round, CancellationToken cancellationToken)
    {
        try
        {
            var report = await round.RunAsync(cancellationToken);
            metrics.Registered(report.Missing.Count == 0);
            if (report.Missing.Count > 0)
            {
                Warn(RegistrationTexts.Incomplete(report, settings));
                return report.Refused.Count == 0;
            }

            var text = RegistrationTexts.Complete(report);
            if (text != _said || report.Sent > 0)
            {
                log.Registered(settings.MesheryServer, text, report.Sent);
            }

            _said = text;
            return true;
        }
        catch (NsmException exception)
        {
            metrics.Registered(succeeded: false);
            Warn(exception);
            return false;
        }
    }

    // Once for each state: a warning each minute would bury everything else.
    private void Warn(NsmException exception)
    {
        if (_said == exception.Message)
        {
            return;
        }

        _said = exception.Message;
        log.RegistrationFailed(exception.Message, exception.Remedy);
        hub.Publish(EventTexts.Notice(RequestRules.NewOperationId(), $"Registration: {exception.Message}", exception));
    }
}
