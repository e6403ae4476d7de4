namespace NsmPS.Adapter.Operations;

/// <summary>Counts what each holder has, so that none takes everything.</summary>
/// <param name="most">How much one may have.</param>
internal sealed class OperationShares(int most)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _held = new(StringComparer.Ordinal);

    /// <summary>Takes places for a holder.</summary>
    /// <exception cref="NsmException">OperationQueueFull: it has its share already.</exception>
    public void Take(string holder, int places)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(holder);
            if (held + places > most)
            {
                throw new NsmException(NsmErrors.OperationQueueFull,
                    $"{held} operations of {holder} are running or waiting; at most {most} are allowed, so that others can work too.");
            }

            _held[holder] = held + places;
        }
    }

    /// <summary>Gives one place back.</summary>
    public void Return(string holder)
    {
        lock (_gate)
        {
            if (--_held[holder] == 0)
            {
                _held.Remove(holder);
            }
        }
    }
}
