namespace NsmPS.Checks.Prerequisites;

/// <summary>One thing that a user must be allowed to do.</summary>
/// <param name="Verb">For example <c>patch</c>.</param>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Resource">The resource in the plural, with a subresource behind a slash.</param>
/// <param name="Namespace">The namespace; null for resources of the cluster, or for all namespaces.</param>
internal sealed record AccessNeed(string Verb, string Group, string Resource, string? Namespace)
{
    public override string ToString() => $"{Verb} {Resource}{(Group.Length == 0 ? "" : "." + Group)}{(Namespace is null ? "" : $" in {Namespace}")}";
}
