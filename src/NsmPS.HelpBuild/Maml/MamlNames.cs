namespace NsmPS.HelpBuild.Maml;

/// <summary>The namespaces of MAML, and the prefixes that everybody uses for them.</summary>
internal static class MamlNames
{
    public const string HelpSpace = "http://msh";

    public const string MamlSpace = "http://schemas.microsoft.com/maml/2004/10";

    public const string CommandSpace = "http://schemas.microsoft.com/maml/dev/command/2004/10";

    public const string DevSpace = "http://schemas.microsoft.com/maml/dev/2004/10";

    public static string PrefixOf(string space) => space switch
    {
        MamlSpace => "maml",
        CommandSpace => "command",
        DevSpace => "dev",
        _ => "",
    };
}
