namespace NsmPS.Proof;

/// <summary>How many clients are tested at once. A ping mostly waits between its requests, so many at once cost the cluster little; what
/// bears them is the nodes, each of which runs the commands of its own pods.</summary>
internal static class ProofLimit
{
    private const int Fewest = 32;
    private const int ForEachNode = 8;
    private const int Most = 256;

    /// <param name="asked">What the user wants; null for what suits the nodes.</param>
    /// <param name="nodes">The node of each client.</param>
    public static int Of(int? asked, IEnumerable<string?> nodes) =>
        asked ?? Math.Clamp(ForEachNode * nodes.Distinct(StringComparer.Ordinal).Count(), Fewest, Most);
}
