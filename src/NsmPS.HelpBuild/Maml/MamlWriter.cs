using System.Text;
using System.Xml;
using NsmPS.HelpBuild.Commands;

namespace NsmPS.HelpBuild.Maml;

/// <summary>Writes the file in which PowerShell looks for the help of a module's commands.</summary>
internal static class MamlWriter
{
    private static readonly XmlWriterSettings s_settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
    };

    /// <summary>With an address of the project, the first related link of each command is
    /// its page there, which Get-Help -Online opens.</summary>
    public static void Write(string path, IEnumerable<CommandPage> commands, Uri? projectUrl)
    {
        using var xml = XmlWriter.Create(path, s_settings);
        xml.WriteStartElement("helpItems", MamlNames.HelpSpace);
        xml.WriteAttributeString("schema", "maml");
        foreach (var space in new[] { MamlNames.MamlSpace, MamlNames.CommandSpace, MamlNames.DevSpace })
        {
            xml.WriteAttributeString("xmlns", MamlNames.PrefixOf(space), ns: null, space);
        }

        foreach (var command in commands)
        {
            new MamlCommandWriter(new MamlElements(xml), command, projectUrl).Write();
        }

        xml.WriteEndElement();
    }
}
