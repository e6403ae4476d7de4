using System.Xml;

namespace NsmPS.HelpBuild.Maml;

/// <summary>The pieces that MAML is made of.</summary>
internal sealed class MamlElements(XmlWriter xml)
{
    /// <summary>An element; what is written until the returned value is disposed of stands in it.</summary>
    public IDisposable Open(string space, string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        xml.WriteStartElement(MamlNames.PrefixOf(space), name, space);
        foreach (var attribute in attributes)
        {
            xml.WriteAttributeString(attribute.Name, attribute.Value);
        }

        return new OpenElement(xml);
    }

    public void Text(string space, string name, string text)
    {
        xml.WriteStartElement(MamlNames.PrefixOf(space), name, space);
        xml.WriteString(text);
        xml.WriteFullEndElement();
    }

    /// <summary>Text in the element that is open.</summary>
    public void Value(string text) => xml.WriteString(text);

    public void Paragraphs(IEnumerable<string> paragraphs)
    {
        foreach (var paragraph in paragraphs)
        {
            Text(MamlNames.MamlSpace, "para", paragraph);
        }
    }

    /// <summary>An element of paragraphs, such as a description.</summary>
    public void Description(string name, IEnumerable<string> paragraphs)
    {
        using (Open(MamlNames.MamlSpace, name))
        {
            Paragraphs(paragraphs);
        }
    }

    public void Type(string name)
    {
        using (Open(MamlNames.DevSpace, "type"))
        {
            Text(MamlNames.MamlSpace, "name", name);
        }
    }

    private sealed class OpenElement(XmlWriter xml) : IDisposable
    {
        public void Dispose() => xml.WriteFullEndElement();
    }
}
