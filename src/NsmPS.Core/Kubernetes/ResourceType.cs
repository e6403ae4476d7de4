namespace NsmPS.Kubernetes;

/// <summary>How the API server serves a kind.</summary>
internal sealed record ResourceType(string ApiVersion, string Kind, string Plural, bool Namespaced)
{
    /// <summary>The key of an object of this kind.</summary>
    public ObjectKey Key(string? @namespace, string name) => new(ApiVersion, Kind, @namespace, name);
}
