namespace NsmPS.Topology.Managers;

/// <summary>What the managers told.</summary>
/// <param name="ByNode">The cross connects of each node whose manager answered.</param>
/// <param name="Problems">Why others did not, one sentence each.</param>
internal sealed record ManagerAnswers(IReadOnlyDictionary<string, IReadOnlyList<NsmCrossConnect>> ByNode, IReadOnlyList<string> Problems)
{
    /// <summary>Those of the problems that are managers which took too long: what they know is missing.</summary>
    public IReadOnlyList<string> Late { get; init; } = [];

    public static ManagerAnswers None { get; } = new(new Dictionary<string, IReadOnlyList<NsmCrossConnect>>(), []);

    public bool Answered(string node) => ByNode.ContainsKey(node);
}
