namespace NsmPS.Adapter.Operations.Lanes;

/// <summary>Lets operations on the same lane run one after the other, in the order of
/// their arrival. A lane is a namespace of a cluster.</summary>
internal sealed class LaneScheduler
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LaneTicket> _tails = new(StringComparer.Ordinal);

    /// <summary>Lines up, or joins an identical operation that is the last in all these lanes:
    /// joining one with others behind it would change their order.</summary>
    /// <param name="operationId">The operation.</param>
    /// <param name="fingerprint">Equal for operations that do the same.</param>
    /// <param name="lanes">The lanes; at least one.</param>
    /// <param name="joined">True when the ticket belongs to another operation.</param>
    public LaneTicket Enter(string operationId, string fingerprint, IReadOnlyList<string> lanes, out bool joined)
    {
        lock (_gate)
        {
            var tails = lanes.Select(lane => _tails.GetValueOrDefault(lane)).OfType<LaneTicket>().Distinct().ToList();
            joined = tails is [var tail] && tail.Fingerprint == fingerprint;
            if (joined)
            {
                return tails[0];
            }

            var ticket = new LaneTicket(operationId, fingerprint, lanes)
            {
                Before = tails.FirstOrDefault()?.OperationId,
                Turn = Task.WhenAll(tails.Select(item => item.Ended)),
            };
            foreach (var lane in lanes)
            {
                _tails[lane] = ticket;
            }

            return ticket;
        }
    }

    /// <summary>Leaves; those who joined or wait go on.</summary>
    public void Leave(LaneTicket ticket, Events.AdapterEvent end)
    {
        lock (_gate)
        {
            foreach (var lane in ticket.Lanes.Where(lane => _tails.GetValueOrDefault(lane) == ticket))
            {
                _tails.Remove(lane);
            }
        }

        ticket.End(end);
    }
}
