namespace NsmPS;

/// <summary>A time in which pings over a wire were not answered.</summary>
/// <param name="Start">The last answer before it.</param>
/// <param name="Length">Until the first answer after it, or until the end of the measurement.</param>
/// <param name="Lost">How many pings were lost: counted where one ping went on, else from the time that it took.</param>
/// <param name="IsOpen">Whether it lasted until the end.</param>
public sealed record NsmWireGap(DateTimeOffset Start, TimeSpan Length, int Lost, bool IsOpen);
