namespace NsmPS.Kubernetes.Config;

/// <summary>Finds the kubeconfig files that count, as kubectl does, and reads them.</summary>
internal static class KubeconfigFiles
{
    /// <summary>The files that are there; empty when nothing was named and the default file does not exist.</summary>
    /// <param name="named">The file the user named; null for KUBECONFIG's list, else <c>~/.kube/config</c>.</param>
    /// <param name="environment">The machine.</param>
    /// <exception cref="NsmException">What was named does not exist.</exception>
    public static IReadOnlyList<string> Find(string? named, ClusterEnvironment environment)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return File.Exists(named) ? [named] : throw KubeconfigErrors.NotFound(named, $"The kubeconfig '{named}' does not exist.");
        }

        if (environment.Variable("KUBECONFIG") is { Length: > 0 } list)
        {
            string[] files = list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

            // kubectl skips files of the list that are not there yet.
            string[] existing = [.. files.Where(File.Exists)];
            return existing.Length > 0 ? existing : throw KubeconfigErrors.NotFound(list, $"KUBECONFIG names no file that exists: '{list}'.");
        }

        string standard = Path.Combine(environment.Home, ".kube", "config");
        return File.Exists(standard) ? [standard] : [];
    }

    /// <summary>Reads and merges.</summary>
    /// <exception cref="NsmException">A file cannot be read or is not a kubeconfig.</exception>
    public static Kubeconfig Load(IReadOnlyList<string> files) => Kubeconfig.Merge([.. files.Select(file => KubeconfigReader.Read(file, ReadText(file)))]);

    /// <summary>A file's text.</summary>
    /// <exception cref="NsmException">It cannot be read.</exception>
    public static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw KubeconfigErrors.Invalid(file, exception is UnauthorizedAccessException ? "it may not be read" : "it cannot be read");
        }
    }
}
