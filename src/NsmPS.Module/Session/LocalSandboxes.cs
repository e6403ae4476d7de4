using NsmPS.Processes;
using NsmPS.Sandboxes;

namespace NsmPS.Session;

/// <summary>The sandboxes that this user has started on this machine.</summary>
internal static class LocalSandboxes
{
    private const string Kind = "sandboxes";
    private const string Program = "NsmPS.Sandbox.dll";

    /// <summary>How long one may take to answer where the user has not said. A busy
    /// machine takes its time, and one that hangs is rare.</summary>
    public static TimeSpan AnswerLimit { get; } = TimeSpan.FromSeconds(30);

    /// <summary>Their registry.</summary>
    public static ProcessRegistry Registry => ProcessRegistry.Of(Kind);

    /// <summary>The sandbox's program.</summary>
    public static string Assembly { get; } = Path.Combine(Path.GetDirectoryName(typeof(LocalSandboxes).Assembly.Location)!,
        "lib", Program);

    public static ClusterTarget TargetOf(NsmSandbox sandbox) => new(sandbox.Kubeconfig, sandbox.Context, null);

    /// <summary>Whether the session is connected to it.</summary>
    public static bool IsCurrent(ProcessRecord record, RunspaceSession session) =>
        record.Kubeconfig is not null && record.Kubeconfig == session.Default?.Kubeconfig;

    /// <summary>A sandbox that was started here; null when there is none.</summary>
    /// <param name="address">Its address; null for the one that the session is connected to.</param>
    /// <param name="session">The session.</param>
    public static ProcessRecord? Find(string? address, RunspaceSession session) => Registry.ReadAlive()
        .FirstOrDefault(record => address is null ? IsCurrent(record, session) : record.Address == address.TrimEnd('/'));

    /// <summary>The error when no sandbox is meant.</summary>
    /// <param name="address">Where it was looked for; empty for the session's own.</param>
    public static NsmException NotFound(string address) => new(
        NsmErrors.SandboxNotFound, address.Length == 0
            ? "This session is not connected to a sandbox."
            : $"No sandbox that was started here runs at {address}.", address);

    /// <summary>What is known of a sandbox without asking it.</summary>
    public static NsmSandbox Describe(ProcessRecord record, NsmSandboxState state, string message = "") => new()
    {
        Address = record.Address,
        State = state,
        Kubeconfig = record.Kubeconfig ?? "",
        Context = $"nsmps-sandbox-{new Uri(record.Address).Port}",
        Path = record.StateFile,
        ProcessId = record.ProcessId,
        StartedAt = record.StartedAt,
        Detached = record.Detached,
        LogFile = record.LogFile,
        TimeScale = record.TimeScale ?? 1,
        Message = message,
    };

    /// <summary>Asks a sandbox how it is doing.</summary>
    /// <param name="record">The sandbox.</param>
    /// <param name="session">Its connections.</param>
    /// <param name="answerLimit">How long it may take to answer.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public static async Task<NsmSandbox> AskAsync(ProcessRecord record, RunspaceSession session, TimeSpan answerLimit,
        CancellationToken cancellationToken)
    {
        var known = Describe(record, NsmSandboxState.Serving);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(answerLimit);
        try
        {
            var client = await session.ConnectAsync(TargetOf(known), limit.Token);
            var faults = SandboxFaults.GetAsync(client, limit.Token);
            var version = client.FindServerVersionAsync(limit.Token);
            return known with { Faults = await faults, KubernetesVersion = await version ?? "" };
        }
        catch (NsmException failure)
        {
            return Describe(record, NsmSandboxState.Unreachable, failure.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Describe(record, NsmSandboxState.Unreachable, $"It did not answer within {answerLimit.TotalSeconds:0} seconds.");
        }
    }
}
