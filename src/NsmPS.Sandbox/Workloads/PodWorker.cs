using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>One pod's life on its node.</summary>
internal sealed class PodWorker(KubeletParts parts, JsonObject pod) : IDisposable
{
    public const string NotFound = "NotFound";

    private const string Source = "kubelet";

    /// <summary>Once everything is ready, probes ask less often.</summary>
    private const int CalmFactor = 5;

    private readonly CancellationTokenSource _vanished = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly PodRecord _record = new(pod);
    private long _grace;
    private string? _address;

    /// <summary>The pod's object is gone: everything stops at once.</summary>
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
            // The pod's object is gone, or the sandbox ends.
        }
        catch (ApiException exception) when (exception.Reason == NotFound)
        {
            // The pod's object is gone; the change that says so is on its way.
        }
        finally
        {
            await programs.CancelAsync();
            await playing.StopAsync();
            if (pod.Text("spec", "hostNetwork") != "true")
            {
                parts.Addresses.Release(_address);
            }

            parts.Logs.Forget(pod.Space(), pod.Name());
            parts.Programs.Forget(pod);
        }

        if (!vanished.IsCancellationRequested)
        {
            Delete();
        }
    }

    private async Task LiveAsync(PlayedPrograms playing, CancellationToken vanished)
    {
        using var live = CancellationTokenSource.CreateLinkedTokenSource(vanished, _ending.Token);
        try
        {
            if (_record.TryResume())
            {
                _address = _record.Place.PodIp;
            }
            else
            {
                await StartAsync(live.Token);
            }

            await KeepAsync(playing, live.Token);
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested && !vanished.IsCancellationRequested)
        {
            // The pod was asked to end.
        }
    }

    private async Task StartAsync(CancellationToken token)
    {
        var node = parts.Store.Get(BuiltIn.Nodes, null, pod.Node()!) ?? [];
        var host = PodAddresses.HostAddress(node);
        _record.Place = new PodStatusRules.Place(null, host, parts.Now());
        Report();
        _address = parts.Addresses.Take(pod, node);
        await parts.WaitAsync(parts.Timings.ImagePull, token);

        // In steps, so that the end of the fault is the end of the wait.
        for (var waited = TimeSpan.Zero; waited < FaultRules.Slowness(parts.Faults, pod); waited += parts.Timings.Probe)
        {
            await parts.WaitAsync(parts.Timings.Probe, token);
        }

        _record.Place = _record.Place with { PodIp = _address };
        for (var index = 0; index < _record.Init.Count; index++)
        {
            await InitializeAsync(_record.Init[index], token);
        }

        foreach (var container in _record.Containers)
        {
            await PullAsync(container, token);
            await parts.WaitAsync(parts.Timings.ContainerStart, token);
            Start(container);
        }

        Report();
    }

    private async Task InitializeAsync(ContainerSlot slot, CancellationToken token)
    {
        await PullAsync(slot, token);
        while (true)
        {
            Start(slot);
            Report();
            var code = await parts.Programs.InitializeAsync(Present(), slot.Spec, line => parts.Logs.Print(pod.Space(), pod.Name(), slot.Name, line), token);
            slot.Record = slot.Record.End(code, parts.Now()) with { Ready = code == 0 };
            Report();
            if (code == 0)
            {
                return;
            }

            await BackOffAsync(slot, token);
        }
    }

    private async Task BackOffAsync(ContainerSlot slot, CancellationToken token)
    {
        if (pod.Text("spec", "restartPolicy") == RestartPolicies.Never)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, parts.Store.Time, token);
        }

        var pause = slot.Fail(parts.Timings, parts.Store.Time.GetUtcNow());
        slot.Record = slot.Record.Wait("CrashLoopBackOff", slot.BackOffMessage(pod, pause));
        Report();
        parts.Store.RecordEvent(pod, "Warning", "BackOff", "Back-off restarting failed container", Source);
        await parts.WaitAsync(pause, token);
    }

    private async Task PullAsync(ContainerSlot slot, CancellationToken token)
    {
        for (var tries = 1; FaultRules.IsMissing(parts.Faults, slot.Record.Image); tries++)
        {
            var image = slot.Record.Image;
            slot.Record = slot.Record.Wait("ErrImagePull", $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": not found");
            Report();
            parts.Store.RecordEvent(pod, "Warning", "Failed", $"Failed to pull image \"{image}\": not found", Source);
            await parts.WaitAsync(parts.Timings.ContainerStart, token);
            slot.Record = slot.Record.Wait("ImagePullBackOff", $"Back-off pulling image \"{image}\"");
            Report();
            await parts.WaitAsync(parts.Timings.BackOff(tries), token);
        }
    }

    private void Start(ContainerSlot slot)
    {
        slot.Record = slot.Record.Run(parts.Now());
        slot.StartedAt = parts.Store.Time.GetUtcNow();
        parts.Logs.Begin(pod.Space(), pod.Name(), slot.Name);
        parts.Logs.Print(pod.Space(), pod.Name(), slot.Name, $"{slot.Name} starts");
        parts.Store.RecordEvent(pod, "Normal", "Started", $"Started container {slot.Name}", Source);
    }

    private async Task KeepAsync(PlayedPrograms playing, CancellationToken token)
    {
        while (true)
        {
            foreach (var slot in _record.Containers)
            {
                Advance(slot);
            }

            await playing.SetAsync(Present(), _record.Containers.All(slot => slot.Record.IsRunning));
            Report();
            await parts.WaitAsync(_record.IsCalm ? parts.Timings.Probe * CalmFactor : parts.Timings.Probe, token);
        }
    }

    /// <summary>What became of a container since the last look.</summary>
    private void Advance(ContainerSlot slot)
    {
        var now = parts.Store.Time.GetUtcNow();
        var policy = pod.Text("spec", "restartPolicy") ?? RestartPolicies.Always;
        if (slot.Record.IsRunning)
        {
            var crashes = FaultRules.Crashes(parts.Faults, pod);
            if (crashes && now - slot.StartedAt >= parts.Timings.ContainerStart)
            {
                parts.Logs.Print(pod.Space(), pod.Name(), slot.Name, $"{slot.Name}: fatal error");
                slot.Record = slot.Record.End(1, parts.Now());
                slot.Fail(parts.Timings, now);
            }
            else if (policy != RestartPolicies.Always && now - slot.StartedAt >= parts.Timings.JobRun)
            {
                slot.Record = slot.Record.End(0, parts.Now());
            }
            else
            {
                slot.Record = slot.Record with { Ready = parts.Programs.IsReady(Present(), slot.Spec) };
            }
        }
        else if (slot.Record.HasEnded && policy != RestartPolicies.Never && (slot.Record.Failed || policy == RestartPolicies.Always))
        {
            slot.Record = slot.Record.Wait("CrashLoopBackOff", slot.BackOffMessage(pod, slot.RestartAt - now));
            parts.Store.RecordEvent(pod, "Warning", "BackOff", "Back-off restarting failed container", Source);
        }
        else if (!slot.Record.HasEnded && now >= slot.RestartAt)
        {
            Start(slot);
        }
    }

    private async Task TerminateAsync(CancellationToken vanished)
    {
        var ignores = _record.Containers.Any(slot => slot.Record.IsRunning && parts.Programs.IgnoresTermination(slot.Spec));
        var grace = TimeSpan.FromSeconds(_grace);
        var longest = ignores ? parts.Timings.LongestGrace : parts.Timings.Termination;
        await parts.WaitAsync(grace < longest ? grace : longest, vanished);
        while (IsNodeDown())
        {
            await parts.WaitAsync(parts.Timings.Probe * CalmFactor, vanished);
        }
    }

    private void Delete()
    {
        try
        {
            parts.Store.Delete(BuiltIn.Pods, pod.Space(), pod.Name(), graceSeconds: 0);
        }
        catch (ApiException exception) when (exception.Reason == NotFound)
        {
            // Somebody was quicker.
        }
    }

    private bool IsNodeDown() => FaultRules.IsDown(parts.Faults, pod.Node());

    /// <summary>The pod with its address.</summary>
    private JsonObject Present()
    {
        var present = pod.Copy();
        present["status"] = new JsonObject { ["podIP"] = _address };
        return present;
    }

    private void Report()
    {
        var next = _record.Status(parts.Now(), IsNodeDown());
        if (next is not null)
        {
            parts.Store.Update(BuiltIn.Pods, pod.Space(), pod.Name(), item =>
            {
                item["status"] = next;
                return item.Uid() == pod.Uid() ? item : null;
            }, status: true);
        }
    }
}
