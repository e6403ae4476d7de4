using System.Text;
using NsmPS.HelpBuild.About;
using NsmPS.HelpBuild.Commands;
using NsmPS.HelpBuild.Maml;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild;

/// <summary>Makes the files of help: the MAML of all commands, and a text for each topic.</summary>
internal static class HelpFiles
{
    private static readonly UTF8Encoding s_encoding = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes all files, or none when a page has an error. Of each page the first error is told.</summary>
    public static IReadOnlyList<PageError> Make(HelpOptions options)
    {
        var errors = new List<PageError>();
        var commands = Read(options.Commands, "*-*.md", page => CommandPageReader.Read(page, options.HelpFile), errors);
        var topics = Read(options.About, "about_*.md", AboutTextWriter.Write, errors);
        if (errors.Count > 0)
        {
            return errors;
        }

        Directory.CreateDirectory(options.Output);
        MamlWriter.Write(Path.Combine(options.Output, options.HelpFile), commands.Values, options.ProjectUrl);
        foreach (var (name, text) in topics)
        {
            File.WriteAllText(Path.Combine(options.Output, $"{name}.help.txt"), text, s_encoding);
        }

        return [];
    }

    private static SortedDictionary<string, T> Read<T>(string folder, string pattern, Func<MarkdownPage, T> read, List<PageError> errors)
    {
        var found = new SortedDictionary<string, T>(StringComparer.Ordinal);
        string[] paths = Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)] : [];
        if (paths.Length == 0)
        {
            errors.Add(new PageError(folder, 1, ErrorIds.Arguments, $"the folder has no page {pattern}"));
        }

        foreach (var path in paths)
        {
            try
            {
                var page = MarkdownPage.Parse(path, File.ReadAllText(path));
                found.Add(page.Name, read(page));
            }
            catch (PageException exception)
            {
                errors.Add(exception.Error);
            }
        }

        return found;
    }
}
