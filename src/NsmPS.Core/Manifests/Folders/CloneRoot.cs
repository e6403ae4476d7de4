using System.Text.RegularExpressions;

namespace NsmPS.Manifests.Folders;

/// <summary>The clone of a git repository that a folder lies in.</summary>
/// <param name="Path">The real path of its top folder.</param>
/// <param name="Repositories">Which repositories of GitHub it is a clone of, as <c>owner/name</c>.</param>
internal sealed partial record CloneRoot(string Path, IReadOnlyList<string> Repositories)
{
    private const string Mark = ".git";
    private const int LargestConfiguration = 1024 * 1024;

    /// <summary>The clone that holds a folder; null when none does.</summary>
    public static CloneRoot? Find(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
        {
            var mark = System.IO.Path.Combine(at.FullName, Mark);
            if (Directory.Exists(mark) || File.Exists(mark))
            {
                return new CloneRoot(at.FullName, Remotes(System.IO.Path.Combine(mark, "config")));
            }
        }

        return null;
    }

    /// <summary>The path inside the clone that a URL of its own repository means; null for any other URL.</summary>
    public string? Map(string url)
    {
        var match = Url().Match(url);
        return match.Success && Repositories.Contains(match.Groups["repository"].Value, StringComparer.OrdinalIgnoreCase)
            ? System.IO.Path.Combine(Path, match.Groups["path"].Value.Trim('/'))
            : null;
    }

    private static IReadOnlyList<string> Remotes(string configuration)
    {
        try
        {
            var file = new FileInfo(configuration);
            return !file.Exists || file.LinkTarget is not null || file.Length > LargestConfiguration
                ? []
                : [.. Remote().Matches(File.ReadAllText(configuration)).Select(match => match.Groups["repository"].Value).Distinct()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [GeneratedRegex(@"^\s*url\s*=\s*\S*github\.com[:/](?<repository>[\w.-]+/[\w.-]+?)(\.git)?/?\s*$", RegexOptions.Multiline)]
    private static partial Regex Remote();

    [GeneratedRegex(@"^(https?://|git@|ssh://git@)?github\.com[:/](?<repository>[\w.-]+/[\w.-]+?)(\.git)?(/(?<path>[^?#]*))?(\?\S*)?\z")]
    private static partial Regex Url();
}
