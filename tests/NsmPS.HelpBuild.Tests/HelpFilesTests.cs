using System.Xml.Linq;

namespace NsmPS.HelpBuild.Tests;

public sealed class HelpFilesTests
{
    [Fact]
    public void Make_CommandPage_SaysEverythingInMaml()
    {
        using var folder = new HelpFolder();

        Assert.Empty(folder.Make());

        var command = Assert.Single(folder.Maml().Root!.Elements());
        Assert.Equal(["Get-Thing", "Get", "Thing", "Gets things."], Texts(command, "details"));
        Assert.Equal(["Gets all.", "The kind.", "The names."], Texts(command, "parameters", "description"));
        Assert.Equal(
            ["Get-Thing gets things <of any kind> from the other page.", "- small ones", "- large ones"],
            command.Elements().Single(element => element.Name.LocalName == "description").Elements().Select(element => element.Value));
        Assert.Equal(
            ["Example 1: Get all", "Get-Thing -All |\n    Where-Object { $_.Size -gt 1 }", "Gets the large ones.", ""],
            Texts(command, "examples"));
        Assert.Equal(["System.String", "Names."], Texts(command, "inputTypes"));
        Assert.Equal(["Thing", "The things."], Texts(command, "returnValues"));
        Assert.Equal(["A note."], Texts(command, "alertSet"));
        Assert.Equal(["about_Things"], Texts(command, "relatedLinks"));
    }

    [Fact]
    public void Make_CommandPage_KeepsTheSyntaxesAndTheirParameters()
    {
        using var folder = new HelpFolder();

        Assert.Empty(folder.Make());

        var maml = folder.Maml();
        Assert.Equal(
            ["Get-Thing Name String[] Kind ThingKind Small Large", "Get-Thing All"],
            maml.Descendants().Where(element => element.Name.LocalName == "syntaxItem").Select(syntax => string.Join(' ', Leaves(syntax))));
        var name = maml.Descendants().Last(element => element.Name.LocalName == "parameter");
        Assert.Equal(
            ["required=false", "variableLength=true", "globbing=true", "pipelineInput=True (ByValue)", "position=0", "aliases=Key,Id"],
            name.Attributes().Select(attribute => $"{attribute.Name}={attribute.Value}"));
        Assert.Equal(["Name", "The names.", "String[]", "String[]", "*"], Leaves(name));
    }

    [Fact]
    public void Make_TopicPage_BecomesTextOfEightyColumns()
    {
        using var folder = new HelpFolder();

        Assert.Empty(folder.Make());

        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                What things are.

            LONG DESCRIPTION
                A thing is what Get-Thing gets, and this sentence is so long that it does
                not fit into one line of a terminal.

              Kinds
                - Small: a thing that is so small that nobody sees it, and that needs two
                  lines here

                    Get-Thing -Kind Small

            SEE ALSO
                Get-Thing

            """,
            folder.TopicText());
    }

    private static IEnumerable<string> Texts(XElement command, params string[] path) =>
        path.Aggregate(new[] { command }.AsEnumerable(),
            (found, name) => found.Descendants().Where(element => element.Name.LocalName == name)).SelectMany(Leaves);

    private static IEnumerable<string> Leaves(XElement element) =>
        element.DescendantsAndSelf().Where(part => !part.HasElements).Select(part => part.Value);
}
