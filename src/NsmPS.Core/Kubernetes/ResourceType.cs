namespace NsmPS.Kubernetes;

/// <summary>How the API server serves a kind.</summary>
internal sealed record ResourceType(string ApiVersion, string Kind, string Plural, bool Namespaced);
