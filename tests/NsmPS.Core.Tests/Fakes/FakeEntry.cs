using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>One stored object, and what each field manager has set on it.</summary>
internal sealed class FakeEntry(ResourceType type, JsonObject state)
{
    public ResourceType Type { get; } = type;

    public JsonObject State { get; set; } = state;

    public Dictionary<string, JsonObject> Managers { get; init; } = new(StringComparer.Ordinal);

    public FakeEntry Copy() => new(Type, (JsonObject)State.DeepClone())
    {
        Managers = Managers.ToDictionary(pair => pair.Key, pair => (JsonObject)pair.Value.DeepClone(), StringComparer.Ordinal),
    };
}
