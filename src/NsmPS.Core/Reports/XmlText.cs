using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace NsmPS.Reports;

/// <summary>Makes text and numbers fit for XML.</summary>
internal static class XmlText
{
    /// <summary>The text with '?' in place of characters that XML has no way to write.</summary>
    public static string Clean(string text)
    {
        var clean = text.ToCharArray();
        for (var index = 0; index < clean.Length; index++)
        {
            if (index + 1 < clean.Length && XmlConvert.IsXmlSurrogatePair(clean[index + 1], clean[index]))
            {
                index++;
            }
            else if (!XmlConvert.IsXmlChar(clean[index]))
            {
                clean[index] = '?';
            }
        }

        return new string(clean);
    }

    /// <summary>A suite's properties and where it was, in order; some readers want at least one.</summary>
    public static XElement Properties(ReportSuite suite) => new(
        "properties",
        suite.Properties.Append(new("host", suite.Host)).OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry =>
                new XElement("property", new XAttribute("name", Clean(entry.Key)), new XAttribute("value", Clean(entry.Value)))));

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
}
