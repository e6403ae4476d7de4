using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks;

/// <summary>One check: a pure rule over one snapshot of facts, and what the snapshot must have for it.</summary>
/// <param name="Id">Its name; it does not change.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Passed">What is said when the rule finds nothing.</param>
/// <param name="Rule">The findings; none when all is well.</param>
internal sealed record Check(string Id, NsmCheckCategory Category, string Passed, Func<CheckFacts, IEnumerable<Finding>> Rule)
{
    /// <summary>The kinds of objects it reads.</summary>
    public IReadOnlyList<ResourceType> Needs { get; init; } = [];

    /// <summary>The kinds of objects that tell it more, and without which it runs all the same.</summary>
    public IReadOnlyList<ResourceType> Uses { get; init; } = [];

    /// <summary>What else it wants to know.</summary>
    public CheckProbes Probes { get; init; }

    /// <summary>Whether it makes sense only where there is a mesh.</summary>
    public bool NeedsMesh { get; init; } = true;

    /// <summary>The only generation it applies to; null for all.</summary>
    public Generation? Only { get; init; }

    /// <summary>Whether it applies to meshes of a generation. A mesh cannot lack what only a newer generation has.</summary>
    public bool IsAskedOf(Generation generation) => Only is null || Generation.All.IndexOf(Only) <= Generation.All.IndexOf(generation);

    /// <summary>Its rows.</summary>
    public IReadOnlyList<NsmCheckResult> Run(CheckFacts facts)
    {
        if (NeedsMesh && facts.Namespace is null)
        {
            return [Row(facts, Finding.Skip("", "There is no mesh on the cluster."))];
        }

        if (Only is not null && facts.Namespace is not null && Only != facts.Generation)
        {
            return [
                Row(facts, Finding.Skip("", $"The check is for NSM {Only.Name}, and the mesh is of generation {facts.Generation.Name}."))];
        }

        if (Needs.FirstOrDefault(facts.Unread.ContainsKey) is { } type)
        {
            return [Row(facts, Finding.Skip("", $"The {type.Plural} cannot be read: {facts.Unread[type]}"))];
        }

        NsmCheckResult[] rows = [.. Rule(facts).Select(finding => Row(facts, finding))];
        return rows.Length > 0 ? rows : [Row(facts, Finding.Pass("", Passed))];
    }

    private NsmCheckResult Row(CheckFacts facts, Finding finding) => new()
    {
        Cluster = facts.Cluster,
        Id = Id,
        Category = Category,
        Outcome = finding.Outcome,
        Target = finding.Target,
        Message = finding.Message,
        Hint = finding.Hint,
        Evidence = finding.Evidence,
    };
}
