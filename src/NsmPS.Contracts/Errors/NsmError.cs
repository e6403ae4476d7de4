namespace NsmPS;

/// <summary>One entry of the error catalogue: what a user, a script and a Meshery server learn about a situation.</summary>
/// <param name="Id">The stable id; it is the first part of the PowerShell FullyQualifiedErrorId.</param>
/// <param name="MesheryCode">The code that the Meshery adapter reports; 1000 to 1015 keep the
/// meaning they had in meshery-nsm, others start at 1016.</param>
/// <param name="Category">What kind of situation it is.</param>
/// <param name="ProbableCause">The usual reason, one sentence.</param>
/// <param name="Remedy">What to do about it, one sentence.</param>
public sealed record NsmError(string Id, int MesheryCode, NsmErrorCategory Category, string ProbableCause, string Remedy)
{
    /// <summary>What was seen of an error that happened: last events and log lines. Empty in the catalogue.</summary>
    public string Detail { get; init; } = "";
}
