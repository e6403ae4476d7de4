namespace NsmPS.Proof.Throughput;

/// <summary>Finds the largest packet that comes through by halving what is not known yet. Pure: it says what to try next.</summary>
/// <param name="passing">A size that comes through, in bytes of the IP packet.</param>
/// <param name="largest">The largest size that the interface takes.</param>
internal sealed class MtuSearch(int passing, int largest)
{
    /// <summary>What a VXLAN tunnel adds to each packet: what is missing most often.</summary>
    private const int Tunnel = 50;

    private int _failing = largest + 1;
    private int? _hint;

    /// <summary>The largest size that is known to come through.</summary>
    public int Largest { get; private set; } = passing;

    /// <summary>The size to try next; null where the answer is known.</summary>
    public int? Next => _failing - Largest <= 1 ? null
        : _failing > largest ? largest
        : IsOpen(_hint) ? _hint
        : IsOpen(_hint + 1) ? _hint + 1
        : (Largest + _failing) / 2;

    /// <summary>Takes what a try has shown.</summary>
    /// <param name="size">What was tried.</param>
    /// <param name="passed">Whether it came through.</param>
    /// <param name="told">The MTU that somebody on the way told; null where nobody did.</param>
    public void Take(int size, bool passed, int? told = null)
    {
        (Largest, _failing) = passed ? (size, _failing) : (Largest, size);
        _hint = told ?? _hint ?? largest - Tunnel;
    }

    private bool IsOpen(int? size) => size > Largest && size < _failing;
}
