namespace NsmPS.Kubernetes;

/// <summary>Names one object of a cluster.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
/// <param name="Kind">For example <c>Deployment</c>.</param>
/// <param name="Namespace">Null for objects of the cluster.</param>
/// <param name="Name">The object's name.</param>
public sealed record ObjectKey(string ApiVersion, string Kind, string? Namespace, string Name)
{
    /// <summary>The form used in messages: <c>Kind/namespace/name</c>.</summary>
    public override string ToString() => string.IsNullOrEmpty(Namespace) ? $"{Kind}/{Name}" : $"{Kind}/{Namespace}/{Name}";
}
