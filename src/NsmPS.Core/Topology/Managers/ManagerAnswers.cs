namespace NsmPS.Topology.Managers;

/// <summary>What the managers told.</summary>
/// <param name="ByNode">The cross connects of each node whose manager answered.</param>
/// <param name="Problems">Why others did not, one sentence each.</param>
internal sealed record ManagerAnswers(IReadOnlyDictionary<string, IReadOnlyList<NsmCrossConnect>> ByNode, IReadOnlyList<string> Problems)
{
    public static ManagerAnswers None { get; } = new(new Dictionary<string, IReadOnlyList<NsmCrossConnect>>(), []);

    public bool Answered(string node) => ByNode.ContainsKey(node);
}
