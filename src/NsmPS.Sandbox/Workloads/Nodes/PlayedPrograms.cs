using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>Plays a pod's programs while its containers run.</summary>
internal sealed class PlayedPrograms(KubeletParts parts, JsonObject pod, CancellationToken token)
{
    private CancellationTokenSource? _stop;
    private readonly TaskCompletionSource _never = new();
    private Task _play = Task.CompletedTask;

    /// <summary>Ends with the failure of the programs, and never where they have ended well.</summary>
    public Task Failure => _play.IsCompletedSuccessfully ? _never.Task : _play;

    public async Task SetAsync(Func<JsonObject> present, bool run)
    {
        if (run && _stop is null)
        {
            _stop = CancellationTokenSource.CreateLinkedTokenSource(token);
            var (played, stop) = (present(), _stop.Token);
            _play =
                Task.Run(() =>
                    parts.Programs.RunAsync(played, (container, line) => parts.Logs.Print(pod.Space(), pod.Name(), container, line), stop),
                    CancellationToken.None);
        }
        else if (_play.IsFaulted)
        {
            // A mistake of the sandbox itself must be seen.
            await _play;
        }
        else if (!run)
        {
            await StopAsync();
        }
    }

    public async Task StopAsync()
    {
        if (_stop is null)
        {
            return;
        }

        await _stop.CancelAsync();
        try
        {
            await _play;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // That was asked for.
        }

        _stop.Dispose();
        _stop = null;
    }
}
