using System.Globalization;
using System.Xml.Linq;

namespace NsmPS.Reports;

/// <summary>Writes the form of JUnit. What it leaves out, such as sums at the root, the strictest schema of that form does not have. It
/// knows no warnings: they are cases that pass, and lines of the suite's output.</summary>
internal static class JUnitReport
{
    public static XElement Make(IReadOnlyList<ReportSuite> suites) => new("testsuites", suites.Select(Suite));

    private static XElement Suite(ReportSuite suite, int index) => new(
        "testsuite",
        new XAttribute("name", XmlText.Clean(suite.Name)),
        new XAttribute("package", ""),
        new XAttribute("id", index),
        new XAttribute("timestamp", suite.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
        new XAttribute("hostname", XmlText.Clean(suite.Host)),
        new XAttribute("tests", suite.Cases.Count),
        new XAttribute("failures", suite.Count(ReportOutcome.Failed)),
        new XAttribute("errors", 0),
        new XAttribute("skipped", suite.Count(ReportOutcome.Skipped)),
        new XAttribute("time", XmlText.Seconds(suite.Duration)),
        XmlText.Properties(suite),
        suite.Cases.Select(Case),
        new XElement("system-out",
            XmlText.Clean(string.Join('\n', suite.Cases.Where(item => item.Outcome == ReportOutcome.Warning).Select(Warning)))),
        new XElement("system-err"));

    private static string Warning(ReportCase item) => $"Warning: {item.Group} {item.Name}: {item.Message}";

    private static XElement Case(ReportCase item) => new(
        "testcase",
        new XAttribute("name", XmlText.Clean(item.Name)),
        new XAttribute("classname", XmlText.Clean(item.Group)),
        new XAttribute("time", XmlText.Seconds(item.Duration)),
        item.Outcome switch
        {
            ReportOutcome.Failed => new XElement(
                "failure", new XAttribute("message", XmlText.Clean(item.Message)), new XAttribute("type", XmlText.Clean(item.Kind)),
                XmlText.Clean(item.Details)),
            ReportOutcome.Skipped => new XElement("skipped", new XAttribute("message", XmlText.Clean(item.Message))),
            _ => null,
        });
}
