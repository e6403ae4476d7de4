namespace NsmPS.HelpBuild.Pages;

/// <summary>The ids of the errors that end a build.</summary>
internal static class ErrorIds
{
    /// <summary>A section is missing, unknown, empty, twice there or at the wrong place.</summary>
    public const string Structure = "HELP001";

    /// <summary>The front matter, or a line of the form key: value, is wrong.</summary>
    public const string KeyValue = "HELP002";

    /// <summary>A parameter lacks its text or its yaml block, or the block is wrong.</summary>
    public const string Parameter = "HELP003";

    /// <summary>A syntax cannot be read, or does not agree with the parameters.</summary>
    public const string Syntax = "HELP004";

    /// <summary>An example lacks its code or its text.</summary>
    public const string Example = "HELP005";

    /// <summary>Markdown that plain text cannot show, such as HTML or a table.</summary>
    public const string Markdown = "HELP006";

    /// <summary>A link leads nowhere.</summary>
    public const string Link = "HELP007";

    /// <summary>Code of a topic that is too wide for its text.</summary>
    public const string TooWide = "HELP008";

    /// <summary>The program was called wrongly.</summary>
    public const string Arguments = "HELP009";
}
