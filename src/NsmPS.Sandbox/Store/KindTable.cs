using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>The kinds that are served now: built in, and defined by established CustomResourceDefinitions.</summary>
internal sealed class KindTable
{
    private ImmutableDictionary<string, ImmutableArray<Definition>> _defined =
        ImmutableDictionary<string, ImmutableArray<Definition>>.Empty;

    public IEnumerable<ResourceKind> All => BuiltIn.All.Concat(Definitions.Select(definition => definition.Kind));

    private IEnumerable<Definition> Definitions => _defined.Values.SelectMany(definitions => definitions);

    public ResourceKind? Find(string apiVersion, string kind) =>
        All.FirstOrDefault(candidate => candidate.Kind == kind && candidate.ApiVersion == apiVersion);

    public ResourceKind? FindPlural(string group, string version, string plural) =>
        All.FirstOrDefault(candidate => candidate.Plural == plural && candidate.Version == version && candidate.Group == group);

    public Definition? DefinitionOf(ResourceKind kind) => Definitions.FirstOrDefault(definition => definition.Kind == kind);

    /// <summary>Follows a definition's changes.</summary>
    /// <param name="type">What happened to it.</param>
    /// <param name="crd">The definition.</param>
    /// <param name="now">When, by the cluster's clock.</param>
    public void Follow(ChangeType type, JsonObject crd, DateTimeOffset now) =>
        _defined = type != ChangeType.Deleted && Definition.IsEstablished(crd)
            ? _defined.SetItem(crd.Name(), [.. Definition.Read(crd, Since(crd) ?? now)])
            : _defined.Remove(crd.Name());

    private DateTimeOffset? Since(JsonObject crd) => _defined.GetValueOrDefault(crd.Name(), []).FirstOrDefault()?.Since;
}
