namespace NsmPS.Kubernetes;

/// <summary>Narrows a list or watch. Null means all.</summary>
internal sealed record ListFilter(string? Namespace = null, string? LabelSelector = null, string? FieldSelector = null)
{
    public static ListFilter All { get; } = new();
}
