using NsmPS.Nsm.Wires;

namespace NsmPS.Watching.Healing;

/// <summary>A wire whose gaps are measured; where its client's pod is replaced, it goes on as that of the new pod.</summary>
internal sealed class MeasuredWire(WatchedWire wire, TimeSpan interval)
{
    private readonly WatchedWire _first = wire;
    private string _replaced = "";

    public WireKey Key { get; private set; } = wire.Key;

    public GapMeter Meter { get; } = new(interval, wire.Target.Tool is VppTool);

    /// <summary>Why it cannot be measured; empty where it can.</summary>
    public string Problem { get; set; } = "";

    public bool IsMeasured => Problem.Length == 0;

    public bool Answers(DateTimeOffset now, TimeSpan silence) => Meter.LastAnswer is { } last && now - last < silence;

    /// <summary>Whether a wire is that of the pod which replaces its client.</summary>
    public bool IsReplacedBy(WatchedWire other) => _first.Workload.Length > 0 && other.Workload == _first.Workload
        && other.Key with { Client = Key.Client } == Key;

    public void ReplaceBy(WatchedWire other)
    {
        (Key, _replaced) = (other.Key, $"its client's pod was replaced by {other.Key.Client}");
        Meter.Cut();
    }

    public NsmHealingResult Judge(string cluster, string what, DateTimeOffset? disturbedAt, DateTimeOffset? repairedAt, TimeSpan? maximum)
    {
        var gaps = Meter.Gaps;
        var (longest, last) = (gaps.Select(gap => gap.Length).DefaultIfEmpty().Max(), gaps.Count > 0 ? gaps[^1] : null);
        var end = last is null ? default : last.Start + last.Length;
        var healedBy = last is null ? NsmHealedBy.NotNeeded
            : last.IsOpen ? NsmHealedBy.Nobody
            : _replaced.Length > 0 || end > repairedAt ? NsmHealedBy.Repair
            : NsmHealedBy.Nsm;
        return new NsmHealingResult
        {
            Cluster = cluster,
            Client = _first.Key.Client,
            ClientNamespace = Key.ClientNamespace,
            ClientNode = _first.Connection.ClientNode,
            ClientInterface = Key.Interface,
            NetworkService = Key.NetworkService,
            Endpoint = _first.Connection.Endpoint,
            EndpointNode = _first.Connection.EndpointNode,
            Disturbance = what,
            DisturbedAt = disturbedAt,
            Received = Meter.Received,
            Lost = gaps.Sum(gap => gap.Lost),
            Gaps = gaps,
            LongestGap = longest,
            HealedBy = healedBy,
            TimeToHeal = last is { IsOpen: false } ? end - (disturbedAt ?? gaps[0].Start) : null,
            Verdict = !IsMeasured ? NsmHealingVerdict.NotMeasured
                : healedBy == NsmHealedBy.Nobody ? NsmHealingVerdict.NotHealed
                : longest > maximum ? NsmHealingVerdict.GapTooLong
                : NsmHealingVerdict.Ok,
            Detail = IsMeasured ? _replaced : Problem,
        };
    }
}
