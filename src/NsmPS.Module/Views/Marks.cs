namespace NsmPS.Views;

/// <summary>Which values of the tables say that something is wrong, for the views in NsmPS.Format.ps1xml.</summary>
public static class Marks
{
    private const string Wrong = "Error";
    private const string Doubtful = "Warning";

    /// <summary>The style of <c>$PSStyle.Formatting</c> that a value is shown in; empty for none.</summary>
    /// <param name="value">A state, verdict, outcome or the like.</param>
    public static string Of(object? value) => value switch
    {
        NsmState.Failed or NsmState.NotInjected or NsmState.NoWire => Wrong,
        NsmState.Pending or NsmState.Removing => Doubtful,
        NsmVerdict.Ok => "",
        NsmVerdict.PartialLoss => Doubtful,
        NsmVerdict => Wrong,
        NsmWireState.Dead or NsmWireState.Down => Wrong,
        NsmWireState.Unknown => Doubtful,
        NsmConnectionChangeKind.Down or NsmConnectionChangeKind.Loss => Wrong,
        NsmConnectionChangeKind.Moved => Doubtful,
        NsmHealingVerdict.NotHealed or NsmHealingVerdict.GapTooLong => Wrong,
        NsmHealingVerdict.NotMeasured => Doubtful,
        NsmThroughputVerdict.Ok => "",
        NsmThroughputVerdict.NoTool or NsmThroughputVerdict.NotMeasured => Doubtful,
        NsmThroughputVerdict => Wrong,
        NsmCheckOutcome.Failed => Wrong,
        NsmCheckOutcome.Warning => Doubtful,
        NsmRevisionState.Unreadable => Wrong,
        NsmRevisionState.Interrupted => Doubtful,
        NsmAdapterState.NotServing or NsmAdapterState.Unreachable => Wrong,
        NsmAdapterState.Unverified => Doubtful,
        NsmAdapterOutcome.Failed => Wrong,
        NsmAdapterOutcome.Warning => Doubtful,
        NsmAdapterOperationState.Failed => Wrong,
        NsmAdapterEventType.Error => Wrong,
        NsmAdapterEventType.Warning => Doubtful,
        NsmSandboxState.Unreachable => Wrong,
        NsmCompatibilityStatus.Failing => Wrong,
        NsmDriftKind => Doubtful,
        _ => "",
    };
}
