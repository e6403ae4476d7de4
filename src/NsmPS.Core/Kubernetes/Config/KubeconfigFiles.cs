namespace NsmPS.Kubernetes.Config;

/// <summary>Finds the kubeconfig files that count, as kubectl does, and reads them.</summary>
internal static class KubeconfigFiles
{
    private const string Variable = "KUBECONFIG";

    /// <summary>The files that are there; empty when nothing was named and the default file does not exist.</summary>
    /// <param name="named">The file the user named, or a list as KUBECONFIG holds;
    /// null for KUBECONFIG's list, else <c>~/.kube/config</c>.</param>
    /// <param name="environment">The machine.</param>
    /// <exception cref="NsmException">What was named does not exist.</exception>
    public static IReadOnlyList<string> Find(string? named, ClusterEnvironment environment)
    {
        if (!string.IsNullOrEmpty(named))
        {
            return IsList(named) ? Existing(named, $"None of the kubeconfigs '{named}' exists.")
                : File.Exists(named) ? [named]
                : throw KubeconfigErrors.NotFound(named, $"The kubeconfig '{named}' does not exist.");
        }

        if (environment.Variable(Variable) is { Length: > 0 } list)
        {
            return Existing(list, $"KUBECONFIG names no file that exists: '{list}'.");
        }

        var standard = Path.Combine(environment.Home, ".kube", "config");
        return File.Exists(standard) ? [standard] : [];
    }

    /// <summary>Whether a text names several files by their full paths, as KUBECONFIG can, and is no file itself.</summary>
    public static bool IsList(string text)
    {
        var files = Split(text);
        return files.Length > 1 && files.All(Path.IsPathFullyQualified) && !File.Exists(text);
    }

    /// <summary>KUBECONFIG's list with full paths; null where it holds no relative one.</summary>
    public static string? FindFrom(string folder, ClusterEnvironment environment)
    {
        var files = Split(environment.Variable(Variable) ?? "");
        return files.All(Path.IsPathFullyQualified) ? null
            : string.Join(Path.PathSeparator, files.Select(file => Path.GetFullPath(file, folder)));
    }

    private static string[] Split(string list) =>
        list.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // kubectl skips files of the list that are not there yet, and reads one that stands there twice once.
    private static string[] Existing(string list, string fault)
    {
        string[] files = [.. Split(list).Where(File.Exists).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal)];
        return files.Length > 0 ? files : throw KubeconfigErrors.NotFound(list, fault);
    }

    /// <summary>Reads and merges.</summary>
    /// <exception cref="NsmException">A file cannot be read or is not a kubeconfig.</exception>
    public static Kubeconfig Load(IReadOnlyList<string> files) =>
        Kubeconfig.Merge([.. files.Select(file => KubeconfigReader.Read(file, ReadText(file)))]);

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
