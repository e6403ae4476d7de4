using System.Text.Json.Nodes;

namespace NsmPS.Operations;

/// <summary>How a plan is made.</summary>
/// <param name="Force">Whether objects and fields of others are taken over.</param>
/// <param name="ReplaceWorkloads">Whether a workload that must change is deleted and
/// recreated, because NSM acts only on creation.</param>
internal sealed record PlanPolicy(bool Force, bool ReplaceWorkloads)
{
    /// <summary>Whether, for a manifest and what is there, fields of others are taken over although that is not forced.</summary>
    public Func<JsonObject, JsonObject, bool> Retakes { get; init; } = (_, _) => false;

    /// <summary>Who plans.</summary>
    public ObjectOwner Owner { get; init; } = ObjectOwner.Installation;
}
