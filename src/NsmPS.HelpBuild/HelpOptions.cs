namespace NsmPS.HelpBuild;

/// <summary>What is made of what.</summary>
internal sealed record HelpOptions
{
    public const string Usage =
        "usage: NsmPS.HelpBuild --commands FOLDER --about FOLDER --output FOLDER --help-file NAME [--project-url URL]";

    /// <summary>The folder of the pages of commands, one Verb-Noun.md for each.</summary>
    public required string Commands { get; init; }

    /// <summary>The folder of the pages about_*.md.</summary>
    public required string About { get; init; }

    /// <summary>Where the files of help are written.</summary>
    public required string Output { get; init; }

    /// <summary>The name of the file with the help of all commands; every page must name it too.</summary>
    public required string HelpFile { get; init; }

    /// <summary>The address of the project's repository on the web; null when it has none.</summary>
    public Uri? ProjectUrl { get; init; }

    /// <summary>Null when an argument is missing, unknown or wrong.</summary>
    public static HelpOptions? Parse(IReadOnlyList<string> arguments)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (index + 1 == arguments.Count || !values.TryAdd(arguments[index], arguments[index + 1]))
            {
                return null;
            }
        }

        var hasUrl = values.Remove("--project-url", out var address);
        Uri? url = null;
        if (hasUrl && !(Uri.TryCreate(address, UriKind.Absolute, out url) && url.Scheme is "https" or "http"))
        {
            return null;
        }

        return values.Remove("--commands", out var commands) && values.Remove("--about", out var about)
            && values.Remove("--output", out var output) && values.Remove("--help-file", out var helpFile) && values.Count == 0
            ? new HelpOptions { Commands = commands, About = about, Output = output, HelpFile = helpFile, ProjectUrl = url }
            : null;
    }
}
