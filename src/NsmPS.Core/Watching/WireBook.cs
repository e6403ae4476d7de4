using System.Globalization;

namespace NsmPS.Watching;

/// <summary>Tells from what is seen of wires what has changed. Pure: the signs bring the time.</summary>
internal sealed class WireBook(string cluster, TimeSpan interval)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private readonly Dictionary<WireKey, WireRecord> _records = [];
    private bool _hasSeen;

    /// <summary>The changes that a sign means.</summary>
    public IReadOnlyList<NsmConnectionChange> Take(WireSign sign)
    {
        switch (sign)
        {
            case WireSign.Seen seen:
                return Look(seen);
            case WireSign.Started started:
                Find(started.Key)?.Begin();
                return [];
            case WireSign.Answered answered when Find(answered.Key) is { } record:
                record.Answer(answered.Number, answered.At);
                return Answered(record, answered.At);
            case WireSign.CannotPing cannot when Find(cannot.Key) is { } record:
                record.CanPing = false;
                return record.State == WireRecord.Status.New && record.Wire.Connection.State == NsmWireState.Up
                    ? [Up(record, cannot.At, $"both ends have a link; it is not pinged, because {cannot.Problem}")]
                    : [];
            case WireSign.Tick tick:
                return [.. _records.Values.SelectMany(record => Passed(record, tick.At))];
            default:
                return [];
        }
    }

    private List<NsmConnectionChange> Look(WireSign.Seen seen)
    {
        var changes = new List<NsmConnectionChange>();
        foreach (var wire in seen.Wires)
        {
            if (!_records.TryGetValue(wire.Key, out var record))
            {
                _records[wire.Key] = record = new WireRecord(wire, seen.At, isInitial: !_hasSeen);
            }

            changes.AddRange(Look(record, wire, seen.At));
        }

        foreach (var (key, record) in _records.Where(entry => seen.Wires.All(wire => wire.Key != entry.Key)).ToList())
        {
            _records.Remove(key);
            if (record.State != WireRecord.Status.Down)
            {
                changes.Add(Down(record, seen.At, "its client's pod is gone, or is being deleted"));
            }
        }

        _hasSeen = true;
        return changes;
    }

    private IEnumerable<NsmConnectionChange> Look(WireRecord record, WatchedWire wire, DateTimeOffset now)
    {
        var (before, state) = (record.Wire.Connection, wire.Connection.State);
        record.Wire = wire;
        if (state is NsmWireState.Down or NsmWireState.Dead)
        {
            // A client that waits for its wire has none yet, which is no change of it.
            if (record.State is WireRecord.Status.Up or WireRecord.Status.Lossy
                || (record.IsInitial && record.State == WireRecord.Status.New))
            {
                yield return Down(record, now, wire.Connection.Detail);
            }
        }
        else if (!record.CanPing && state == NsmWireState.Up && record.State != WireRecord.Status.Up)
        {
            yield return Up(record, now, "both ends have a link");
        }
        else if (record.State is WireRecord.Status.Up or WireRecord.Status.Lossy && Moved(before, wire.Connection) is { } reason)
        {
            record.Endpoint = wire.Connection.Endpoint;
            yield return Change(record, NsmConnectionChangeKind.Moved, now, reason);
        }
    }

    private IReadOnlyList<NsmConnectionChange> Answered(WireRecord record, DateTimeOffset now)
    {
        if (record.State is WireRecord.Status.New or WireRecord.Status.Down)
        {
            // Its endpoint is often known a moment later.
            return record.Wire.Connection.Endpoint.Length == 0 && now - record.AnswersSince < s_patience
                ? []
                : [Up(record, now, "a ping was answered")];
        }

        if (record.State == WireRecord.Status.Lossy && record.IsSound)
        {
            record.State = WireRecord.Status.Up;
            record.Recover();
            return [Change(record, NsmConnectionChangeKind.Recovered, now, "pings are answered again") with
            {
                Outage = record.AnswersSince - record.BrokenSince,
            }];
        }

        return Lossy(record, now);
    }

    private IReadOnlyList<NsmConnectionChange> Passed(WireRecord record, DateTimeOffset now)
    {
        if (!record.CanPing || !record.Wire.Target.CanPing || record.State == WireRecord.Status.Down)
        {
            return [];
        }

        record.Miss(now, interval);
        return Lossy(record, now);
    }

    private IReadOnlyList<NsmConnectionChange> Lossy(WireRecord record, DateTimeOffset now)
    {
        if (record.State is WireRecord.Status.Lossy or WireRecord.Status.Down || !record.IsLossy
            || record.Wire.Connection.State is NsmWireState.Down or NsmWireState.Dead)
        {
            return [];
        }

        (record.State, record.BrokenSince) = (WireRecord.Status.Lossy, record.LastAnswer);
        return [Change(record, NsmConnectionChangeKind.Loss, now, string.Create(CultureInfo.InvariantCulture,
            $"{record.Lost} of the last 10 pings stayed without an answer"))];
    }

    private NsmConnectionChange Up(WireRecord record, DateTimeOffset now, string reason)
    {
        var wasDown = record.State == WireRecord.Status.Down;
        var (from, to) = (record.Endpoint, record.Wire.Connection.Endpoint);
        (record.State, record.Endpoint) = (WireRecord.Status.Up, to);
        return Change(record, NsmConnectionChangeKind.Up, now, wasDown && from != to && from.Length > 0 && to.Length > 0
            ? $"{reason}; it led to {from} before"
            : reason) with
        { Outage = wasDown ? record.FirstAnswerOr(now) - record.BrokenSince : null };
    }

    private NsmConnectionChange Down(WireRecord record, DateTimeOffset now, string reason)
    {
        // What fell silent first broke then.
        record.BrokenSince = record.State == WireRecord.Status.Lossy ? record.BrokenSince : record.LastAnswer;
        record.State = WireRecord.Status.Down;
        return Change(record, NsmConnectionChangeKind.Down, now, reason);
    }

    private static string? Moved(NsmConnection before, NsmConnection now) =>
        before.Endpoint.Length > 0 && now.Endpoint.Length > 0 && before.Endpoint != now.Endpoint
            ? $"it led to {before.Endpoint} before"
            : before.ClientAddress.Length > 0 && now.ClientAddress.Length > 0 && before.ClientAddress != now.ClientAddress
                ? $"its client had the address {before.ClientAddress} before"
                : null;

    private NsmConnectionChange Change(WireRecord record, NsmConnectionChangeKind kind, DateTimeOffset now, string reason)
    {
        var (wire, isInitial) = (record.Wire, record.IsInitial);
        record.IsInitial = false;
        return new NsmConnectionChange
        {
            Cluster = cluster,
            Time = now,
            Change = kind,
            IsInitial = isInitial,
            Client = wire.Key.Client,
            ClientNamespace = wire.Key.ClientNamespace,
            ClientInterface = wire.Key.Interface,
            NetworkService = wire.Key.NetworkService,
            Endpoint = wire.Connection.Endpoint,
            Reason = reason,
            Connection = wire.Connection,
        };
    }

    private WireRecord? Find(WireKey key) => _records.GetValueOrDefault(key);
}
