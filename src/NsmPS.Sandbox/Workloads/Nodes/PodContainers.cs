using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>A pod's containers on its node: brought up in their order, kept running, and reported.</summary>
internal sealed class PodContainers(KubeletParts parts, JsonObject pod)
{
    private const string Source = "kubelet";
    private const string CrashLoop = "CrashLoopBackOff";

    /// <summary>Once everything is ready, probes ask less often.</summary>
    public const int CalmFactor = 5;

    private readonly PodRecord _record = new(pod);
    private string? _address;

    public bool IsNodeDown => FaultRules.IsDown(parts.Faults, pod.Node());

    /// <summary>Whether every further change is announced by a signal.</summary>
    private bool IsSteady => _record.IsCalm && _record.Ephemeral.All(slot => slot.Record.IsRunning)
        && pod.Text("spec", "restartPolicy") is null or RestartPolicies.Always
        && parts.Programs.IsSignalled(pod) && !FaultRules.Crashes(parts.Faults, pod);

    /// <summary>Whether a running program waits for the end of its grace period.</summary>
    public bool IgnoreTermination => _record.Containers.Any(slot => slot.Record.IsRunning && parts.Programs.IgnoresTermination(slot.Spec));

    /// <summary>Brings all containers up, init containers first and one after the other; goes on with those that are up already.</summary>
    public async Task StartAsync(CancellationToken token)
    {
        if (_record.TryResume())
        {
            _address = _record.Place.PodIp;
            return;
        }

        var node = parts.Store.Get(BuiltIn.Nodes, null, pod.Node()!) ?? [];
        _record.Place = new PodStatusRules.Place(null, PodAddresses.HostAddress(node), parts.Now());
        Report();
        _address = parts.Addresses.Take(pod, node);
        await parts.WaitAsync(parts.Timings.ImagePull, token);

        // In steps, so that the end of the fault is the end of the wait.
        for (var waited = TimeSpan.Zero; waited < FaultRules.Slowness(parts.Faults, pod); waited += parts.Timings.Probe)
        {
            await parts.WaitAsync(parts.Timings.Probe, token);
        }

        _record.Place = _record.Place with { PodIp = _address };
        foreach (var slot in _record.Init)
        {
            await InitializeAsync(slot, token);
        }

        foreach (var slot in _record.Containers)
        {
            await PullAsync(slot, token);
            await parts.WaitAsync(parts.Timings.ContainerStart, token);
            Start(slot);
        }

        Report();
    }

    /// <summary>Probes and restarts until the pod ends.</summary>
    public async Task KeepAsync(PlayedPrograms playing, CancellationToken token)
    {
        while (true)
        {
            var signal = parts.Signals.Next(pod.Uid()!);
            _record.TakeUp(Present());
            foreach (var slot in _record.Ephemeral.Where(slot => !slot.Record.IsRunning))
            {
                StartEphemeral(slot);
            }

            foreach (var slot in _record.Containers)
            {
                Advance(slot);
            }

            await playing.SetAsync(Present, _record.Containers.All(slot => slot.Record.IsRunning));
            Report();
            if (IsSteady)
            {
                await await Task.WhenAny(signal, playing.Failure).WaitAsync(token);
            }
            else
            {
                await parts.WaitAsync(_record.IsCalm ? parts.Timings.Probe * CalmFactor : parts.Timings.Probe, token);
            }
        }
    }

    /// <summary>Gives everything back that the node held for the pod.</summary>
    public void Release()
    {
        if (pod.Text("spec", "hostNetwork") != "true")
        {
            parts.Addresses.Release(_address);
        }

        parts.Logs.Forget(pod.Space(), pod.Name());
        parts.Programs.Forget(pod);
        parts.Signals.Raise(pod.Uid()!);
    }

    private async Task InitializeAsync(ContainerSlot slot, CancellationToken token)
    {
        await PullAsync(slot, token);
        while (true)
        {
            Start(slot);
            Report();
            var code = await parts.Programs.InitializeAsync(Present(), slot.Spec, line => Print(slot, line), token);
            slot.Record = slot.Record.End(code, parts.Now()) with { Ready = code == 0 };
            Report();
            if (code == 0)
            {
                return;
            }

            if (pod.Text("spec", "restartPolicy") == RestartPolicies.Never)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, parts.Store.Time, token);
            }

            var pause = slot.Fail(parts.Timings, parts.Store.Time.GetUtcNow());
            BackOff(slot, pause);
            Report();
            await parts.WaitAsync(pause, token);
        }
    }

    private async Task PullAsync(ContainerSlot slot, CancellationToken token)
    {
        for (var tries = 1; FaultRules.IsMissing(parts.Faults, slot.Record.Image); tries++)
        {
            var image = slot.Record.Image;
            slot.Record = slot.Record.Wait("ErrImagePull",
                $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": not found");
            Report();
            Tell("Warning", "Failed", $"Failed to pull image \"{image}\": not found");
            await parts.WaitAsync(parts.Timings.ContainerStart, token);
            slot.Record = slot.Record.Wait("ImagePullBackOff", $"Back-off pulling image \"{image}\"");
            Report();
            await parts.WaitAsync(parts.Timings.BackOff(tries), token);
        }
    }

    /// <summary>The pod's own containers do not wait for its image.</summary>
    private void StartEphemeral(ContainerSlot slot)
    {
        if (FaultRules.IsMissing(parts.Faults, slot.Record.Image))
        {
            slot.Record = slot.Record.Wait("ErrImagePull", $"failed to pull and unpack image \"{slot.Record.Image}\": not found");
        }
        else
        {
            Start(slot);
        }
    }

    private void Start(ContainerSlot slot)
    {
        slot.Record = slot.Record.Run(parts.Now());
        slot.StartedAt = parts.Store.Time.GetUtcNow();
        parts.Logs.Begin(pod.Space(), pod.Name(), slot.Name);
        Print(slot, $"{slot.Name} starts");
        Tell("Normal", "Pulled", $"Container image \"{slot.Record.Image}\" already present on machine");
        Tell("Normal", "Created", $"Created container {slot.Name}");
        Tell("Normal", "Started", $"Started container {slot.Name}");
    }

    private void BackOff(ContainerSlot slot, TimeSpan pause)
    {
        slot.Record = slot.Record.Wait(CrashLoop, slot.BackOffMessage(pod, pause));
        Tell("Warning", "BackOff", "Back-off restarting failed container");
    }

    /// <summary>What became of a container since the last look.</summary>
    private void Advance(ContainerSlot slot)
    {
        var now = parts.Store.Time.GetUtcNow();
        var policy = pod.Text("spec", "restartPolicy") ?? RestartPolicies.Always;
        if (slot.Record.IsRunning)
        {
            if (FaultRules.Crashes(parts.Faults, pod) && now - slot.StartedAt >= parts.Timings.ContainerStart)
            {
                Print(slot, $"{slot.Name}: fatal error");
                slot.Record = slot.Record.End(1, parts.Now());
                slot.Fail(parts.Timings, now);
            }
            else if (policy != RestartPolicies.Always && now - slot.StartedAt >= RunTime.Of(slot.Spec, parts.Timings.JobRun))
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
            BackOff(slot, slot.RestartAt - now);
        }
        else if (!slot.Record.HasEnded && now >= slot.RestartAt)
        {
            Start(slot);
        }
    }

    private void Print(ContainerSlot slot, string line) => parts.Logs.Print(pod.Space(), pod.Name(), slot.Name, line);

    private void Tell(string type, string reason, string message) => parts.Store.RecordEvent(pod, type, reason, message, Source);

    /// <summary>The pod as it is now, with its address; as it was, where it is gone already.</summary>
    private JsonObject Present() => parts.Store.Find(BuiltIn.Pods, pod.Uid()!) ?? pod;

    private void Report()
    {
        if (_record.Status(parts.Now(), IsNodeDown) is { } next)
        {
            parts.Store.Update(BuiltIn.Pods, pod.Space(), pod.Name(), item =>
            {
                if (item.Uid() != pod.Uid() || KubeletRestart.HasRejected(item))
                {
                    return null;
                }

                item["status"] = next;
                return item;
            }, status: true);
        }
    }
}
