namespace NsmPS.Core.Tests.Fakes;

/// <summary>The real clock, put forward or back: what is made meanwhile looks younger or older.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Shift;
}
