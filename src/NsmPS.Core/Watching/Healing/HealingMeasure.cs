using NsmPS.Nsm.Rendering;
using NsmPS.Operations;

namespace NsmPS.Watching.Healing;

/// <summary>Pings over wires without a pause while something disturbs them, and tells what was lost.</summary>
public sealed class HealingMeasure(MeshCluster cluster, HealingOptions options, Action<string> progress)
{
    private const int LargestThrottle = 1_000;

    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    /// <summary>How long wires answer before they are disturbed.</summary>
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(2);

    /// <summary>A wire that does not answer for so long is silent.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    private readonly List<MeasuredWire> _wires = [];
    private DateTimeOffset? _begun;
    private DateTimeOffset? _calmSince;
    private DateTimeOffset? _disturbedAt;
    private DateTimeOffset? _repairedAt;
    private DateTimeOffset? _until;

    /// <summary>Measures. May be called once.</summary>
    /// <param name="takes">Which wires, by what is known without a ping.</param>
    /// <param name="what">What the disturbance is, in words; empty where there is none.</param>
    /// <param name="disturb">Causes it; null to wait for whatever comes.</param>
    /// <param name="repair">Repairs the mesh, for wires that are silent at the end; null to leave them so.</param>
    /// <param name="cancellationToken">Ends it without a result.</param>
    /// <exception cref="NsmException">ClientsNotFound when no wire answers; OptionInvalid, NamespaceInvalid, AccessDenied.</exception>
    public async Task<HealingRun> RunAsync(Func<NsmConnection, bool> takes, string what, Func<CancellationToken, Task>? disturb,
        Func<CancellationToken, Task>? repair, CancellationToken cancellationToken)
    {
        OptionRules.InRange(options.Interval, s_shortest, s_longest, nameof(options.Interval));
        OptionRules.InRange(options.ThrottleLimit, 1, LargestThrottle, nameof(options.ThrottleLimit));
        OptionRules.Timeout(options.Timeout);
        var @namespace = OptionRules.Namespace(options.Namespace);
        var monitor = new WireMonitor(cluster, wire => takes(wire) && (@namespace is null || wire.ClientNamespace == @namespace),
            options.Interval, options.ThrottleLimit);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (disturbing, repairing) = (Task.CompletedTask, Task.CompletedTask);
        try
        {
            await foreach (var sign in monitor.RunAsync(stop.Token))
            {
                Take(sign);
                _begun ??= sign.At;
                if (_until is null)
                {
                    if (IsReady(sign.At))
                    {
                        progress(what.Length > 0 ? what : $"Observing {_wires.Count(wire => wire.IsMeasured)} wires");
                        _disturbedAt = disturb is null ? null : cluster.Now;
                        disturbing = disturb?.Invoke(stop.Token) ?? Task.CompletedTask;
                        _until = sign.At + options.Observe;
                    }
                }
                else if (disturbing.IsFaulted || repairing.IsFaulted)
                {
                    break;
                }
                else if (disturbing.IsCompleted && repairing.IsCompleted && IsOver(sign.At, repair is not null))
                {
                    if (repair is null || _repairedAt is not null || _wires.All(wire => !IsSilent(wire, sign.At)))
                    {
                        break;
                    }

                    progress("Repairing the mesh");
                    _repairedAt = cluster.Now;
                    repairing = repair(stop.Token);
                    _until = sign.At + options.Timeout;
                }
            }
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(disturbing, repairing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
        await disturbing;
        await repairing;
        return Result(what);
    }

    private void Take(WireSign sign)
    {
        switch (sign)
        {
            case WireSign.Seen seen when _until is null:
                _wires.AddRange(seen.Wires.Where(wire => _wires.All(known => known.Key != wire.Key))
                    .Select(wire => new MeasuredWire(wire, options.Interval)));
                break;
            case WireSign.Seen seen:
                Replace(seen.Wires);
                break;
            case WireSign.CannotPing cannot when Find(cannot.Key) is { } wire && _until is null:
                wire.Problem = cannot.Problem;
                break;
            case WireSign.Started started:
                Find(started.Key)?.Meter.Take(sign);
                break;
            case WireSign.Answered answered:
                Find(answered.Key)?.Meter.Take(sign);
                break;
            case WireSign.Stopped stopped:
                Find(stopped.Key)?.Meter.Take(sign);
                break;
        }
    }

    private void Replace(IReadOnlyList<WatchedWire> now)
    {
        foreach (var lost in _wires.Where(wire => now.All(other => other.Key != wire.Key)))
        {
            if (now.FirstOrDefault(other => lost.IsReplacedBy(other) && _wires.All(wire => wire.Key != other.Key)) is { } next)
            {
                lost.ReplaceBy(next);
            }
        }
    }

    /// <summary>Whether every wire that can answer has done so for a while. One that never does is left out.</summary>
    private bool IsReady(DateTimeOffset now)
    {
        var answer = _wires.Count > 0 && _wires.All(wire => !wire.IsMeasured || wire.Answers(now, s_silence));
        _calmSince = answer ? _calmSince ?? now : null;
        if (now - _calmSince >= s_calm && _wires.Any(wire => wire.IsMeasured))
        {
            return true;
        }

        if (now - _begun < options.Timeout)
        {
            return false;
        }

        foreach (var wire in _wires.Where(wire => !wire.Answers(now, s_silence)))
        {
            wire.Problem = "it did not answer before the disturbance";
        }

        return _wires.Any(wire => wire.IsMeasured)
            ? true
            : throw cluster.Error(NsmErrors.ClientsNotFound, _wires.Count == 0
                ? $"No client on '{cluster.Name}' has a wire that is meant."
                : $"None of the {_wires.Count} wires on '{cluster.Name}' that are meant answers a ping.", cluster.Name);
    }

    private bool IsOver(DateTimeOffset now, bool repairs) => now >= _until
        || (repairs && _repairedAt is not null && _wires.All(wire => !IsSilent(wire, now)));

    private static bool IsSilent(MeasuredWire wire, DateTimeOffset now) => wire.IsMeasured && !wire.Answers(now, s_silence);

    private HealingRun Result(string what)
    {
        var now = cluster.Now;
        foreach (var wire in _wires)
        {
            wire.Meter.Finish(now, s_silence);
        }

        return new HealingRun([.. _wires.Select(wire => wire.Judge(cluster.Name, what, _disturbedAt, _repairedAt, options.MaximumGap))
            .OrderBy(row => row.ClientNamespace, StringComparer.Ordinal).ThenBy(row => row.Client, StringComparer.Ordinal)],
            _begun ?? now, now, _disturbedAt, _repairedAt);
    }

    private MeasuredWire? Find(WireKey key) => _wires.Find(wire => wire.Key == key);
}
