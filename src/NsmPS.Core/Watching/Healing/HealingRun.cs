namespace NsmPS.Watching.Healing;

/// <summary>A measurement that has ended.</summary>
/// <param name="Results">One for each wire.</param>
/// <param name="Start">When it began.</param>
/// <param name="End">When it ended.</param>
/// <param name="DisturbedAt">When the disturbance began; null where there was none.</param>
/// <param name="RepairedAt">When a repair began; null where there was none.</param>
public sealed record HealingRun(IReadOnlyList<NsmHealingResult> Results, DateTimeOffset Start, DateTimeOffset End,
    DateTimeOffset? DisturbedAt, DateTimeOffset? RepairedAt);
