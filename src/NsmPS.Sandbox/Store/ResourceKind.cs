namespace NsmPS.Sandbox.Store;

/// <summary>How the server serves one kind of object.</summary>
/// <param name="Group">The API group; empty for the core one.</param>
/// <param name="Version">The version in it, such as <c>v1</c>.</param>
/// <param name="Plural">The name in paths.</param>
/// <param name="Kind">The name in objects.</param>
/// <param name="Namespaced">True when its objects live in namespaces.</param>
/// <param name="HasStatus">True when status is a part of its own, which only the status subresource changes.</param>
internal sealed record ResourceKind(string Group, string Version, string Plural, string Kind, bool Namespaced, bool HasStatus)
{
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>The name in messages: <c>deployments.apps</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
