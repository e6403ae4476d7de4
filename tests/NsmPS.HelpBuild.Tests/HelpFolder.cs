using System.Xml.Linq;
using NsmPS.HelpBuild.Pages;

namespace NsmPS.HelpBuild.Tests;

/// <summary>A folder with one page of a command and one of a topic, of which help is made.</summary>
internal sealed class HelpFolder : IDisposable
{
    public const string Command = """
        ---
        external help file: NsmPS.dll-Help.xml
        Module Name: NsmPS
        online version:
        schema: 2.0.0
        ---

        # Get-Thing

        ## SYNOPSIS

        Gets things.

        ## SYNTAX

        ### Name (Default)

        ```
        Get-Thing [[-Name] <String[]>] [-Kind <ThingKind>]
         [<CommonParameters>]
        ```

        ### All

        ```
        Get-Thing -All [<CommonParameters>]
        ```

        ## DESCRIPTION

        `Get-Thing` gets things &lt;of *any* kind&gt;
        from [the other page](../about/about_Things.md).

        - small ones
        - large ones

        ## EXAMPLES

        ### Example 1: Get all

        ```powershell
        Get-Thing -All |
            Where-Object { $_.Size -gt 1 }
        ```

        Gets the large ones.

        ## PARAMETERS

        ### -All

        Gets all.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: All
        Aliases:

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Kind

        The kind.

        ```yaml
        Type: ThingKind
        Parameter Sets: Name
        Aliases:
        Accepted values: Small,
          Large

        Required: False
        Position: Named
        Default value: Small
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name

        The names.

        ```yaml
        Type: String[]
        Parameter Sets: Name
        Aliases: Key, Id

        Required: False
        Position: 0
        Default value: '*'
        Accept pipeline input: True (ByValue)
        Accept wildcard characters: True
        ```

        ### CommonParameters

        Those of all commands.

        ## INPUTS

        ### System.String

        Names.

        ## OUTPUTS

        ### Thing

        The things.

        ## NOTES

        A note.

        ## RELATED LINKS

        [about_Things](../about/about_Things.md)
        """;

    public const string Topic = """
        # about_Things

        ## SHORT DESCRIPTION

        What things are.

        ## LONG DESCRIPTION

        A thing is what `Get-Thing` gets, and this sentence is so long that it does not fit into one line of a terminal.

        ### Kinds

        - Small: a thing that is so small that nobody sees it, and that needs two lines here

        ```powershell
        Get-Thing -Kind Small
        ```

        ## SEE ALSO

        - [Get-Thing](../commands/Get-Thing.md)
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-help-");

    public HelpFolder(string command = Command, string topic = Topic)
    {
        Write("commands", "Get-Thing.md", command);
        Write("about", "about_Things.md", topic);
    }

    public string CommandPath => Path.Combine(_folder.FullName, "commands", "Get-Thing.md");

    public string TopicPath => Path.Combine(_folder.FullName, "about", "about_Things.md");

    private string Output => Path.Combine(_folder.FullName, "out");

    public IReadOnlyList<PageError> Make() => HelpFiles.Make(new HelpOptions
    {
        Commands = Path.Combine(_folder.FullName, "commands"),
        About = Path.Combine(_folder.FullName, "about"),
        Output = Output,
        HelpFile = "NsmPS.dll-Help.xml",
    });

    public XDocument Maml() => XDocument.Load(Path.Combine(Output, "NsmPS.dll-Help.xml"));

    public string TopicText() => File.ReadAllText(Path.Combine(Output, "about_Things.help.txt"));

    public bool HasOutput() => Directory.Exists(Output);

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(_folder.CreateSubdirectory(folder).FullName, name), text);
}
