using System.Globalization;
using System.Xml.Linq;
using NsmPS.Reports;

namespace NsmPS.Core.Tests.Reports;

public sealed class ReportWriterTests
{
    private static readonly ReportSuite s_suite = new()
    {
        Name = "Test-NsmIcmpConnectivity icmp-responder",
        Host = "lab",
        StartedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.FromHours(2)),
        Duration = TimeSpan.FromMilliseconds(1500),
        Cases =
        [
            new ReportCase("icmp-responder", "nsc-1", ReportOutcome.Passed) { Duration = TimeSpan.FromSeconds(1) },
            new ReportCase("icmp-responder", "nsc-2", ReportOutcome.Failed) { Kind = "NoReply", Message = "no \"reply\" <at> all & \u0001\ud800!", Details = "line 1\nline 2 ]]> \ud83d\ude00" },
            new ReportCase("checks", "later", ReportOutcome.Skipped) { Message = "not asked for" },
        ],
        Properties = new Dictionary<string, string> { ["kubernetes"] = "v1.20.2" },
    };

    [Fact]
    public void JUnit_Suite_HasWhatTheStrictSchemaAsksForInItsOrder()
    {
        var root = XDocument.Parse(ReportWriter.Write([s_suite, s_suite], NsmReportFormat.JUnit)).Root!;

        Assert.Equal("testsuites", root.Name);
        Assert.Empty(root.Attributes());
        Assert.Equal(["0", "1"], root.Elements("testsuite").Attributes("id").Select(id => id.Value));
        var suite = root.Elements().First();
        Assert.Equal(["name", "package", "id", "timestamp", "hostname", "tests", "failures", "errors", "skipped", "time"], suite.Attributes().Select(attribute => attribute.Name.LocalName));
        Assert.Equal(("2026-03-04T03:06:07", "lab", "3", "1", "0", "1", "1.500"), (Of(suite, "timestamp"), Of(suite, "hostname"), Of(suite, "tests"), Of(suite, "failures"), Of(suite, "errors"), Of(suite, "skipped"), Of(suite, "time")));
        Assert.Equal(["properties", "testcase", "testcase", "testcase", "system-out", "system-err"], suite.Elements().Select(element => element.Name.LocalName));
        Assert.Equal(["host=lab", "kubernetes=v1.20.2"], suite.Descendants("property").Select(property => $"{Of(property, "name")}={Of(property, "value")}"));
        Assert.Equal(["name", "classname", "time"], suite.Elements("testcase").First().Attributes().Select(attribute => attribute.Name.LocalName));
    }

    [Fact]
    public void JUnit_Outcomes_AreTheRightElements()
    {
        var cases = XDocument.Parse(ReportWriter.Write([s_suite], NsmReportFormat.JUnit)).Descendants("testcase").ToArray();

        Assert.Empty(cases[0].Elements());
        var failure = Assert.Single(cases[1].Elements());
        Assert.Equal(("failure", "NoReply", "no \"reply\" <at> all & ??!", "line 1\nline 2 ]]> \ud83d\ude00"), (failure.Name.LocalName, Of(failure, "type"), Of(failure, "message"), failure.Value));
        Assert.Equal("not asked for", Of(Assert.Single(cases[2].Elements("skipped")), "message"));
    }

    [Fact]
    public void NUnit_Run_CountsWhatItsCasesAre()
    {
        var run = XDocument.Parse(ReportWriter.Write([s_suite, s_suite], NsmReportFormat.NUnit)).Root!;

        Assert.Equal("test-run", run.Name);
        Assert.Equal(("6", "Failed", "2", "2", "2"), (Of(run, "testcasecount"), Of(run, "result"), Of(run, "passed"), Of(run, "failed"), Of(run, "skipped")));
        Assert.Equal(run.DescendantsAndSelf().Attributes("id").Count(), run.DescendantsAndSelf().Attributes("id").Select(id => id.Value).Distinct().Count());
        Assert.All(run.Descendants("test-suite"), suite => Assert.Equal(Of(suite, "testcasecount"), suite.Descendants("test-case").Count().ToString(CultureInfo.InvariantCulture)));
        Assert.Equal(["icmp-responder", "checks"], run.Elements("test-suite").First().Elements("test-suite").Attributes("name").Select(name => name.Value));
        var cases = run.Descendants("test-case").Take(3).ToArray();
        Assert.Equal(["Passed", "Failed", "Skipped"], cases.Attributes("result").Select(result => result.Value));
        Assert.Equal("line 1\nline 2 ]]> \ud83d\ude00", cases[1].Element("failure")!.Element("stack-trace")!.Value);
        Assert.Equal("not asked for", cases[2].Element("reason")!.Element("message")!.Value);
    }

    [Fact]
    public void NUnit_Run_HasWhatItsSchemaAsksFor()
    {
        var run = XDocument.Parse(ReportWriter.Write([s_suite], NsmReportFormat.NUnit)).Root!;
        string[] counts = ["testcasecount", "total", "passed", "failed", "warnings", "inconclusive", "skipped", "asserts"];

        Assert.Empty(((string[])["id", "name", "fullname", "result", "random-seed", .. counts]).Except(Names(run)));
        Assert.Equal("filter", run.Elements().First().Name);
        Assert.All(run.Descendants("test-suite"), suite => Assert.Empty(((string[])["type", "id", "name", "fullname", "runstate", "result", .. counts]).Except(Names(suite))));
        Assert.All(run.Descendants("test-case"), item => Assert.Empty(((string[])["id", "name", "fullname", "runstate", "seed", "result", "asserts"]).Except(Names(item))));

        static IEnumerable<string> Names(XElement element) => element.Attributes().Select(attribute => attribute.Name.LocalName);
    }

    [Fact]
    public void Warning_IsNoFailureAndIsNotLost()
    {
        var suite = s_suite with { Cases = [new ReportCase("Mesh", "Images", ReportOutcome.Warning) { Message = "older than the others" }] };

        var junit = XDocument.Parse(ReportWriter.Write([suite], NsmReportFormat.JUnit)).Root!.Elements().Single();
        var nunit = XDocument.Parse(ReportWriter.Write([suite], NsmReportFormat.NUnit)).Root!;

        Assert.Equal(("0", "0", "Warning: Mesh Images: older than the others"), (Of(junit, "failures"), Of(junit, "skipped"), junit.Element("system-out")!.Value));
        Assert.Empty(junit.Element("testcase")!.Elements());
        Assert.Equal(("Warning", "1", "0"), (Of(nunit, "result"), Of(nunit, "warnings"), Of(nunit, "failed")));
        Assert.Equal("older than the others", nunit.Descendants("reason").Single().Value);
    }

    [Fact]
    public void Checks_EveryRow_IsACaseOfItsOwnName()
    {
        NsmCheckResult Row(NsmCheckOutcome outcome, string target) =>
            new() { Cluster = "lab", Id = "ManagersRun", Category = NsmCheckCategory.Mesh, Outcome = outcome, Target = target, Message = "found", Hint = "do", Evidence = "seen" };

        var cases = CheckReport.From([Row(NsmCheckOutcome.Passed, ""), Row(NsmCheckOutcome.Failed, "Pod/a/b"), Row(NsmCheckOutcome.Warning, "Pod/a/b"), Row(NsmCheckOutcome.Skipped, "Pod/a/c")]).ToArray();

        Assert.Equal(["ManagersRun", "ManagersRun Pod/a/b", "ManagersRun Pod/a/b (2)", "ManagersRun Pod/a/c"], cases.Select(item => item.Name));
        Assert.Equal([ReportOutcome.Passed, ReportOutcome.Failed, ReportOutcome.Warning, ReportOutcome.Skipped], cases.Select(item => item.Outcome));
        Assert.All(cases, item => Assert.Equal(("Mesh", "ManagersRun", "found", "do\nseen"), (item.Group, item.Kind, item.Message, item.Details)));
    }

    [Theory]
    [InlineData(NsmReportFormat.JUnit)]
    [InlineData(NsmReportFormat.NUnit)]
    public void Write_NothingTested_IsStillADocument(NsmReportFormat format) => Assert.DoesNotContain(XDocument.Parse(ReportWriter.Write([], format)).Root!.Elements(), element => element.Name != "filter");

    [Fact]
    public void Icmp_Row_PassesOnlyWhenEverythingCameBack()
    {
        NsmIcmpResult Row(NsmVerdict verdict, int received) =>
            new() { Client = "nsc-1", ClientNode = "n1", Mechanism = "kernel", Verdict = verdict, Sent = 3, Received = received, Cluster = "lab", Detail = "172.16.1.1" };

        Assert.Equal(ReportOutcome.Passed, IcmpReport.From(Row(NsmVerdict.Ok, 3), "icmp-responder").Outcome);
        Assert.All(Enum.GetValues<NsmVerdict>().Except([NsmVerdict.Ok]), verdict => Assert.Equal(ReportOutcome.Failed, IcmpReport.From(Row(verdict, 0), "icmp-responder").Outcome));
        Assert.Equal("PartialLoss: 1 of 3 packets came back", IcmpReport.From(Row(NsmVerdict.PartialLoss, 1), "icmp-responder").Message);
    }

    private static string? Of(XElement element, string attribute) => element.Attribute(attribute)?.Value;
}
