using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Apply;

/// <summary>One object of a plan together with what is needed to carry it out.</summary>
/// <param name="Stage">Its stage.</param>
/// <param name="Action">What happens to it.</param>
/// <param name="Manifest">What is applied; for a deletion the live object.</param>
/// <param name="Live">What is there; null when nothing is.</param>
/// <param name="ServerValidated">Whether the server proved the action by a dry run.</param>
/// <param name="Note">The fields that change, or a remark.</param>
internal sealed record PlannedObject(string Stage, NsmPlanAction Action, JsonObject Manifest, JsonObject? Live, bool ServerValidated,
    string Note = "")
{
    private const string PodTemplate = "spec.template";

    public ObjectKey Key => Manifest.Key();

    /// <summary>The deletion of an object that is there.</summary>
    public static PlannedObject Deletion(string stage, JsonObject item, string note = "") =>
        new(stage, NsmPlanAction.Delete, item, item, ServerValidated: true, note);

    /// <summary>The fields that an update changes, all of them.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>The webhook because of which the server could not be asked; null where it could, or nobody asked.</summary>
    public string? Unasked { get; init; }

    /// <summary>Whether fields of others are taken over, whatever the operation does elsewhere.</summary>
    public bool Retaken { get; init; }

    /// <summary>Whether it is a workload that stays and whose pods all restart.</summary>
    public bool RestartsPods => Changes.Any(path => path == PodTemplate || path.StartsWith(PodTemplate + ".", StringComparison.Ordinal));

    public NsmPlanItem ToItem() => new()
    {
        Stage = Stage,
        Action = Action,
        Kind = Key.Kind,
        Namespace = Key.Namespace,
        Name = Key.Name,
        ServerValidated = ServerValidated,

        // The name of a pod tells which one it is, and one that fails changes all the time.
        ResourceVersion = Key.Kind == KnownTypes.Pods.Kind ? null : Live.Text("metadata", "resourceVersion"),
        Note = Note,
    };
}
