namespace NsmPS;

/// <summary>What is to be said of a wire that was disturbed.</summary>
public enum NsmHealingVerdict
{
    /// <summary>It carries packets, and no gap was longer than what was allowed.</summary>
    Ok,

    /// <summary>It carries packets, but one gap was too long.</summary>
    GapTooLong,

    /// <summary>It was still silent in the end.</summary>
    NotHealed,

    /// <summary>It did not answer before the disturbance, or nothing in its client can ping.</summary>
    NotMeasured,
}
