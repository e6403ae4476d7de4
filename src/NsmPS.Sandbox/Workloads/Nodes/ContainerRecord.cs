using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>One container as the kubelet knows it; every change makes a new one.</summary>
internal sealed record ContainerRecord(string Name, string Image, JsonObject State, JsonObject? LastState, int Restarts, bool Ready)
{
    /// <summary>The id of the present run; null before the first.</summary>
    public string? Id { get; init; }

    public bool IsRunning => State.ContainsKey("running");

    public bool HasEnded => State.ContainsKey("terminated");

    public bool Failed => State["terminated"] is JsonObject end && (int?)end["exitCode"] != 0;

    public static ContainerRecord Waiting(string name, string image, string reason) =>
        new(name, image, WaitingState(reason, null), null, 0, false);

    /// <summary>The container that a pod's status tells of.</summary>
    public static ContainerRecord Of(JsonObject status) => new(
        status.Text("name") ?? "",
        status.Text("image") ?? "",
        status["state"]?.DeepClone() as JsonObject ?? [],
        status["lastState"] is JsonObject { Count: > 0 } last ? (JsonObject)last.DeepClone() : null,
        (int)status.Amount("restartCount"),
        status.Text("ready") == "true");

    public ContainerRecord Wait(string reason, string? message) => this with
    {
        State = WaitingState(reason, message),
        LastState = HasEnded ? State : LastState,
        Ready = false,
    };

    public ContainerRecord Run(string now) => this with
    {
        State = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = now } },
        LastState = HasEnded ? State : LastState,
        Id = $"sandbox://{Guid.NewGuid():N}",
        Restarts = LastState is not null || HasEnded ? Restarts + 1 : Restarts,
    };

    public ContainerRecord End(int exitCode, string now) => this with
    {
        State = new JsonObject
        {
            ["terminated"] = new JsonObject
            {
                ["exitCode"] = exitCode,
                ["reason"] = exitCode == 0 ? "Completed" : "Error",
                ["startedAt"] = State["running"]?["startedAt"]?.DeepClone() ?? now,
                ["finishedAt"] = now,
            },
        },
        Ready = false,
    };

    public JsonObject ToStatus() => new()
    {
        ["name"] = Name,
        ["image"] = Image,
        ["imageID"] = Id is null ? "" : $"sandbox://{Image}",
        ["containerID"] = Id,
        ["state"] = State.DeepClone(),
        ["lastState"] = LastState?.DeepClone() ?? new JsonObject(),
        ["ready"] = Ready,
        ["started"] = IsRunning,
        ["restartCount"] = Restarts,
    };

    private static JsonObject WaitingState(string reason, string? message)
    {
        var waiting = new JsonObject { ["reason"] = reason };
        if (message is not null)
        {
            waiting["message"] = message;
        }

        return new JsonObject { ["waiting"] = waiting };
    }
}
