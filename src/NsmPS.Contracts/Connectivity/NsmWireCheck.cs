namespace NsmPS;

/// <summary>What a client of a sample was asked to fetch besides the ping, and what came of it.</summary>
/// <param name="Name">What it proves, for example <c>port 8080 is blocked</c>.</param>
/// <param name="Url">What was fetched.</param>
/// <param name="Expected">What must come: a text that the page holds, or no answer.</param>
/// <param name="Observed">What came.</param>
/// <param name="Passed">Whether that is as expected.</param>
public sealed record NsmWireCheck(string Name, string Url, string Expected, string Observed, bool Passed)
{
    /// <summary>One line for a list.</summary>
    public override string ToString() => $"{Name}: {(Passed ? "passed" : "failed")}";
}
