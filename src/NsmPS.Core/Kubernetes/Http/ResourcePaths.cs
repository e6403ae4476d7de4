namespace NsmPS.Kubernetes.Http;

/// <summary>Builds the paths of the Kubernetes API. Every segment is escaped, so a name can never reach another object.</summary>
internal static class ResourcePaths
{
    /// <summary>The root of an API group's version: <c>/api/v1</c> for the core group, else <c>/apis/group/version</c>.</summary>
    public static string Root(string apiVersion)
    {
        var slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return slash < 0
            ? "/api/" + Segment(apiVersion)
            : "/apis/" + Segment(apiVersion[..slash]) + "/" + Segment(apiVersion[(slash + 1)..]);
    }

    /// <summary>All objects of a kind, in one namespace or, with null, in the whole cluster.</summary>
    public static string Collection(ResourceType type, string? @namespace) => type.Namespaced && @namespace is not null
        ? $"{Root(type.ApiVersion)}/namespaces/{Segment(@namespace)}/{Segment(type.Plural)}"
        : $"{Root(type.ApiVersion)}/{Segment(type.Plural)}";

    public static string Object(ResourceType type, string? @namespace, string name) =>
        type.Namespaced && @namespace is null
            ? throw new NsmException(NsmErrors.ManifestInvalid, $"{type.Kind} '{name}' names no namespace, and its kind needs one.",
                $"{type.Kind}/{name}")
            : $"{Collection(type, @namespace)}/{Segment(name)}";

    /// <summary>Appends a query; pairs without value are left out.</summary>
    public static string WithQuery(string path, params ReadOnlySpan<(string Name, string? Value)> query)
    {
        var text = new System.Text.StringBuilder(path);
        var separator = '?';
        foreach ((var name, var value) in query)
        {
            if (value is not null)
            {
                text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
                separator = '&';
            }
        }

        return text.ToString();
    }

    private static string Segment(string text)
    {
        // Uri resolves dot segments even when they are escaped. No Kubernetes name is a dot segment.
        return text is "" or "." or ".."
            ? throw new NsmException(NsmErrors.OptionInvalid, $"'{text}' is not a name that Kubernetes allows.")
            : Uri.EscapeDataString(text);
    }
}
