using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Runs the controllers as long as the process serves. One that fails stops the
/// process: a cluster that stands half still helps nobody.</summary>
internal sealed class ControllerHost(IEnumerable<IController> controllers) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] running = [.. controllers.Select(controller => Task.Run(() => controller.RunAsync(failed.Token), stoppingToken))];
        try
        {
            await await Task.WhenAny(running);
        }
        finally
        {
            await failed.CancelAsync();
        }
    }
}
