using System.Text;
using System.Xml;

namespace NsmPS.Reports;

/// <summary>Writes test results in forms that build servers read.</summary>
public static class ReportWriter
{
    /// <summary>The whole document as text; texts of strangers are made fit for XML.</summary>
    public static string Write(IReadOnlyList<ReportSuite> suites, NsmReportFormat format)
    {
        var root = format switch
        {
            NsmReportFormat.JUnit => JUnitReport.Make(suites),
            NsmReportFormat.NUnit => NUnitReport.Make(suites),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, null),
        };
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            root.Save(writer);
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{text}\n";
    }
}
