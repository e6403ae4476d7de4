using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Workloads.Nodes;

/// <summary>What the programs in containers do that others can notice.</summary>
internal interface IPodPrograms
{
    /// <summary>Runs an init container's program.</summary>
    /// <param name="pod">Its pod.</param>
    /// <param name="container">The container as the pod's spec has it.</param>
    /// <param name="print">Prints a line into the container's log.</param>
    /// <param name="cancellationToken">Cancelled when the pod ends.</param>
    /// <returns>The exit code.</returns>
    Task<int> InitializeAsync(JsonObject pod, JsonObject container, Action<string> print, CancellationToken cancellationToken);

    /// <summary>Plays the programs of a pod whose containers run, until the pod ends.</summary>
    Task RunAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken);

    /// <summary>Whether a running container's readiness probe would succeed.</summary>
    bool IsReady(JsonObject pod, JsonObject container);

    /// <summary>Whether a signal tells when the readiness of a pod's containers may have changed.</summary>
    bool IsSignalled(JsonObject pod);

    /// <summary>Whether the container's first process ignores SIGTERM, so that it ends with the grace period.</summary>
    bool IgnoresTermination(JsonObject container);

    /// <summary>The pod is gone.</summary>
    void Forget(JsonObject pod);
}
