using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Runs the controllers while the process serves. A controller that fails stops the process, because a cluster that works only
/// in part misleads its users.</summary>
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
