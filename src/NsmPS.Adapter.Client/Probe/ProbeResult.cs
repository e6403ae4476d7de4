namespace NsmPS.Adapter.Client.Probe;

/// <summary>How a step of the probe ended.</summary>
internal sealed record ProbeResult(NsmAdapterOutcome Outcome, string Detail, string Hint)
{
    public static ProbeResult Passed(string detail) => new(NsmAdapterOutcome.Passed, detail, "");

    public static ProbeResult Warning(string detail, string hint) => new(NsmAdapterOutcome.Warning, detail, hint);

    public static ProbeResult Failed(string detail, string hint) => new(NsmAdapterOutcome.Failed, detail, hint);

    public static ProbeResult Skipped(string detail) => new(NsmAdapterOutcome.Skipped, detail, "");
}
