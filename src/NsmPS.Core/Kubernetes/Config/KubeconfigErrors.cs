namespace NsmPS.Kubernetes.Config;

/// <summary>The errors of reading a kubeconfig. They name files, entries and fields, never a value.</summary>
internal static class KubeconfigErrors
{
    public static NsmException Invalid(string file, string text, string? context = null) =>
        new(NsmErrors.KubeconfigInvalid, $"The kubeconfig '{file}' cannot be used: {text}.", file) { Cluster = context };

    public static NsmException NotFound(string files, string text) => new(NsmErrors.KubeconfigNotFound, text, files);

    public static NsmException ContextNotFound(string? context, string file, IEnumerable<string> known)
    {
        var names = string.Join(", ", known.Select(name => $"'{name}'"));
        var rest = names.Length == 0 ? "it has none" : $"it has {names}";
        return new NsmException(
            NsmErrors.ContextNotFound,
            context is null
                ? $"The kubeconfig '{file}' sets no current context, and none was named; {rest}."
                : $"The kubeconfig '{file}' has no context '{context}'; {rest}.",
            context ?? file)
        { Cluster = context };
    }
}
