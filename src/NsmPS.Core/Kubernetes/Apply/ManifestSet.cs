using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Apply;

/// <summary>The objects of one stage, as they are to be applied.</summary>
internal sealed record ManifestStage(string Name, ImmutableArray<JsonObject> Objects);

/// <summary>What an operation applies: stages in order.</summary>
internal sealed record ManifestSet(ImmutableArray<ManifestStage> Stages)
{
    public IEnumerable<JsonObject> Objects => Stages.SelectMany(stage => stage.Objects);

    /// <summary>The set with every object changed by a transformation, which gets copies.</summary>
    public ManifestSet With(Action<JsonObject> transform) => new([.. Stages.Select(stage => stage with { Objects = [.. stage.Objects.Select(Copier(transform))] })]);

    /// <summary>Without the stages that hold nothing.</summary>
    public ManifestSet WithoutEmptyStages() => new([.. Stages.Where(stage => stage.Objects.Length > 0)]);

    public JsonObject? Find(string kind, string name) => Objects.FirstOrDefault(item => item.Kind() == kind && item.Name() == name);

    private static Func<JsonObject, JsonObject> Copier(Action<JsonObject> transform) => item =>
    {
        var copy = item.Clone();
        transform(copy);
        return copy;
    };
}
