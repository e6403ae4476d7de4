namespace NsmPS.Samples;

/// <summary>How many clients of NSM v0.2 there are after each step of their creation: of many that ask a forwarder at the same moment, one
/// or two never get their wire.</summary>
internal static class ClientSteps
{
    /// <summary>Six of each node at once have always got their wires; of sixteen, some have not.</summary>
    public const int OfANode = 6;

    /// <summary>The numbers after each step; the last one is all of them.</summary>
    public static IReadOnlyList<int> Of(int clients, int nodes)
    {
        var step = OfANode * Math.Max(1, nodes);
        return [.. Enumerable.Range(1, (clients - 1) / step).Select(number => number * step), clients];
    }
}
