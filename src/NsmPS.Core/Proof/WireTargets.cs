namespace NsmPS.Proof;

/// <summary>The wires that a test of any wires is about.</summary>
public sealed class WireTargets
{
    internal WireTargets(IReadOnlyList<WireTarget> wires)
    {
        Wires = wires;
    }

    /// <summary>How many wires will be tested.</summary>
    public int Count => Wires.Count;

    internal IReadOnlyList<WireTarget> Wires { get; }
}
