using System.Globalization;
using System.Xml.Linq;

namespace NsmPS.Reports;

/// <summary>Writes the form of NUnit 3: a run, suites in it, and the cases of each group in a fixture.</summary>
internal static class NUnitReport
{
    private const string RunId = "0";

    // The form wants the seed of random numbers that a run would need to be repeated. There are none here.
    private const int Seed = 0;

    public static XElement Make(IReadOnlyList<ReportSuite> suites)
    {
        ReportCase[] cases = [.. suites.SelectMany(suite => suite.Cases)];
        var began = suites.Count == 0 ? DateTimeOffset.UnixEpoch : suites.Min(suite => suite.StartedAt);
        var ended = suites.Count == 0 ? began : suites.Max(suite => suite.StartedAt + suite.Duration);
        return new XElement(
            "test-run",
            new XAttribute("id", RunId),
            new XAttribute("name", "NsmPS"),
            new XAttribute("fullname", "NsmPS"),
            Counts(cases),
            Times(began, ended - began),
            new XAttribute("random-seed", Seed),
            new XElement("filter"),
            suites.Select((suite, index) => Suite(suite, FormattableString.Invariant($"{RunId}-{index + 1}"))));
    }

    private static XElement Suite(ReportSuite suite, string id) => new(
        "test-suite",
        new XAttribute("type", "TestSuite"),
        new XAttribute("id", id),
        new XAttribute("name", XmlText.Clean(suite.Name)),
        new XAttribute("fullname", XmlText.Clean(suite.Name)),
        new XAttribute("runstate", "Runnable"),
        Counts(suite.Cases),
        Times(suite.StartedAt, suite.Duration),
        XmlText.Properties(suite),
        suite.Cases.GroupBy(item => item.Group)
            .Select((group, index) => Fixture(suite, [.. group], FormattableString.Invariant($"{id}-{index + 1}"))));

    private static XElement Fixture(ReportSuite suite, IReadOnlyList<ReportCase> cases, string id) => new(
        "test-suite",
        new XAttribute("type", "TestFixture"),
        new XAttribute("id", id),
        new XAttribute("name", XmlText.Clean(cases[0].Group)),
        new XAttribute("fullname", XmlText.Clean($"{suite.Name}.{cases[0].Group}")),
        new XAttribute("classname", XmlText.Clean(cases[0].Group)),
        new XAttribute("runstate", "Runnable"),
        Counts(cases),
        Times(suite.StartedAt, cases.Aggregate(TimeSpan.Zero, (sum, item) => sum + item.Duration)),
        cases.Select((item, index) => Case(item, suite, FormattableString.Invariant($"{id}-{index + 1}"))));

    private static XElement Case(ReportCase item, ReportSuite suite, string id) => new(
        "test-case",
        new XAttribute("id", id),
        new XAttribute("name", XmlText.Clean(item.Name)),
        new XAttribute("fullname", XmlText.Clean($"{suite.Name}.{item.Group}.{item.Name}")),
        new XAttribute("methodname", XmlText.Clean(item.Name)),
        new XAttribute("classname", XmlText.Clean(item.Group)),
        new XAttribute("runstate", item.Outcome == ReportOutcome.Skipped ? "Skipped" : "Runnable"),
        new XAttribute("seed", Seed),
        new XAttribute("result", item.Outcome),
        new XAttribute("label", XmlText.Clean(item.Kind)),
        new XAttribute("duration", XmlText.Seconds(item.Duration)),
        new XAttribute("asserts", item.Outcome == ReportOutcome.Skipped ? 0 : 1),
        item.Outcome switch
        {
            ReportOutcome.Failed => new XElement("failure", new XElement("message", XmlText.Clean(item.Message)),
                new XElement("stack-trace", XmlText.Clean(item.Details))),
            ReportOutcome.Skipped or ReportOutcome.Warning => new XElement("reason", new XElement("message", XmlText.Clean(item.Message))),
            _ => null,
        });

    private static object[] Counts(IReadOnlyList<ReportCase> cases)
    {
        int Count(ReportOutcome outcome) => cases.Count(item => item.Outcome == outcome);
        var result = Count(ReportOutcome.Failed) > 0 ? ReportOutcome.Failed
            : Count(ReportOutcome.Warning) > 0 ? ReportOutcome.Warning
            : Count(ReportOutcome.Passed) > 0 ? ReportOutcome.Passed
            : ReportOutcome.Skipped;
        return
        [
            new XAttribute("testcasecount", cases.Count),
            new XAttribute("result", result),
            new XAttribute("total", cases.Count),
            new XAttribute("passed", Count(ReportOutcome.Passed)),
            new XAttribute("failed", Count(ReportOutcome.Failed)),
            new XAttribute("warnings", Count(ReportOutcome.Warning)),
            new XAttribute("inconclusive", 0),
            new XAttribute("skipped", Count(ReportOutcome.Skipped)),
            new XAttribute("asserts", cases.Count(item => item.Outcome != ReportOutcome.Skipped)),
        ];
    }

    private static object[] Times(DateTimeOffset began, TimeSpan took) =>
    [
        new XAttribute("start-time", Moment(began)), new XAttribute("end-time", Moment(began + took)),
        new XAttribute("duration", XmlText.Seconds(took)),
    ];

    private static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture);
}
