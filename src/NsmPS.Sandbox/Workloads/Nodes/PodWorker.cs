using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>One pod's life on its node.</summary>
internal sealed class PodWorker(KubeletParts parts, JsonObject pod) : IDisposable
{
    private readonly CancellationTokenSource _vanished = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly PodContainers _containers = new(parts, pod);
    private long _grace;

    /// <summary>The pod's object is gone, or the pod was rejected: everything stops at once.</summary>
    public Task VanishAsync() => _vanished.CancelAsync();

    /// <summary>The pod was asked to end.</summary>
    public Task EndAsync(JsonObject ending)
    {
        _grace = ending.Amount("metadata", "deletionGracePeriodSeconds");
        return _ending.CancelAsync();
    }

    /// <summary>Call it when <see cref="RunAsync"/> has ended.</summary>
    public void Dispose()
    {
        _vanished.Dispose();
        _ending.Dispose();
    }

    public async Task RunAsync(CancellationToken token)
    {
        using var vanished = CancellationTokenSource.CreateLinkedTokenSource(_vanished.Token, token);
        using var programs = CancellationTokenSource.CreateLinkedTokenSource(vanished.Token);
        var playing = new PlayedPrograms(parts, pod, programs.Token);
        try
        {
            await LiveAsync(playing, vanished.Token);
            await TerminateAsync(vanished.Token);
        }
        catch (OperationCanceledException) when (vanished.IsCancellationRequested)
        {
            // The pod's object is gone, the pod was rejected, or the sandbox ends.
        }
        catch (ApiException exception) when (exception.Code == StatusCodes.Status404NotFound)
        {
            // The pod's object is gone; the change that says so is on its way.
        }
        finally
        {
            await programs.CancelAsync();
            await playing.StopAsync();
            _containers.Release();
        }

        if (!vanished.IsCancellationRequested)
        {
            ApiException.Overlook(() => parts.Store.Delete(BuiltIn.Pods, pod.Space(), pod.Name(), graceSeconds: 0));
        }
    }

    private async Task LiveAsync(PlayedPrograms playing, CancellationToken vanished)
    {
        using var live = CancellationTokenSource.CreateLinkedTokenSource(vanished, _ending.Token);
        try
        {
            await _containers.StartAsync(live.Token);
            await _containers.KeepAsync(playing, live.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested && !vanished.IsCancellationRequested)
        {
            // The pod was asked to end.
        }
    }

    private async Task TerminateAsync(CancellationToken vanished)
    {
        var grace = TimeSpan.FromSeconds(_grace);
        var longest = _containers.IgnoreTermination ? parts.Timings.LongestGrace : parts.Timings.Termination;
        await parts.WaitAsync(grace < longest ? grace : longest, vanished);
        while (_containers.IsNodeDown)
        {
            await parts.WaitAsync(parts.Timings.Probe * PodContainers.CalmFactor, vanished);
        }
    }
}
