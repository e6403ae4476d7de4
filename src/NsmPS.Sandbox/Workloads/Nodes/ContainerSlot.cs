using System.Globalization;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>A container's place in its pod, and how its restarts go.</summary>
internal sealed class ContainerSlot(JsonObject spec, string waiting)
{
    private int _failures;

    public JsonObject Spec => spec;

    public string Name => Record.Name;

    public ContainerRecord Record { get; set; } = ContainerRecord.Waiting(spec.Text("name") ?? "", spec.Text("image") ?? "", waiting);

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset RestartAt { get; private set; }

    /// <summary>Counts a failure; returns the pause before the next start.</summary>
    public TimeSpan Fail(Timings timings, DateTimeOffset now)
    {
        var pause = timings.BackOff(++_failures);
        RestartAt = now + pause;
        return pause;
    }

    public string BackOffMessage(JsonObject pod, TimeSpan pause) => string.Create(
        CultureInfo.InvariantCulture, $"back-off {Math.Max(0, pause.TotalSeconds):0.#}s restarting failed container={Name} "
            + $"pod={pod.Name()}_{pod.Space()}({pod.Uid()})");
}
