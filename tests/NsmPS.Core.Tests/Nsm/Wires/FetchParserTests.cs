using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Wires;

namespace NsmPS.Core.Tests.Nsm.Wires;

public class FetchParserTests
{
    private static readonly SampleCheck s_page = new("page", "http://{endpoint}/", Contains: "Welcome");
    private static readonly SampleCheck s_blocked = new("blocked", "http://{endpoint}:8080/", Blocked: true);

    [Theory]
    [InlineData("Welcome to NSM!\n", 0, "Welcome to NSM!", true)]
    [InlineData("Another page", 0, "Another page", false)]
    [InlineData("wget: can't connect to remote host (10.60.1.2): Connection refused\n", 1, "wget: can't connect to remote host (10.60.1.2): Connection refused", false)]
    [InlineData("wget: download timed out\n", 1, "no answer within 3 s", false)]
    [InlineData("wget: server returned error: HTTP/1.1 404 Not Found\n", 1, "wget: server returned error: HTTP/1.1 404 Not Found", false)]
    [InlineData("sh: wget: not found\n", 127, "the container has no wget", false)]
    [InlineData("", 4, "wget ended with exit code 4", false)]
    public void Parse_Page_PassesOnlyWithItsText(string text, int code, string observed, bool passed) =>
        Assert.Equal([new NsmWireCheck("page", "http://10.60.1.2/", "Welcome", observed, passed)], FetchParser.Parse(Printed(text, code), [s_page], "10.60.1.2"));

    [Theory]
    [InlineData("wget: download timed out\n", 1, true)]
    [InlineData("failed: Connection timed out.\n", 4, true)]
    [InlineData("wget: can't connect to remote host (172.16.1.2): Connection refused\n", 1, false)]
    [InlineData("the secure intranet", 0, false)]
    [InlineData("sh: wget: not found\n", 127, false)]
    [InlineData("Segmentation fault\n", 139, false)]
    public void Parse_Blocked_PassesOnlyWithoutAnyAnswer(string text, int code, bool passed) =>
        Assert.Equal(passed, Assert.Single(FetchParser.Parse(Printed(text, code), [s_blocked], "172.16.1.2")).Passed);

    [Fact]
    public void Parse_NothingPrinted_IsNotTriedAndNotPassed() => Assert.All(
        FetchParser.Parse("3 packets transmitted, 3 packets received, 0% packet loss\n", [s_page, s_blocked], "10.60.1.2"), check => Assert.Equal(("it was not tried", false), (check.Observed, check.Passed)));

    [Fact]
    public void Parse_PageWithAMark_CountsTheLastOneOfItsOwnFetch() => Assert.Equal(
        [false, true], FetchParser.Parse(Printed("-- nsmps: fetched 0 -- wget: download timed out\n", 1) + Printed("Welcome", 0, 1), [s_page, s_page], "10.60.1.2").Select(check => check.Passed));

    [Theory]
    [InlineData("http://{endpoint}/", "wget -q -T 3 -O - \"http://$target/\" 2>&1")]
    [InlineData("http://{service:app-b}:8080/a_b.html", "wget -q -T 3 -O - \"http://$APP_B_SERVICE_HOST:8080/a_b.html\" 2>&1")]
    public void Lines_Url_StandsInTheShellsWords(string url, string line) =>
        Assert.Equal(["echo \"-- nsmps: fetch 0 --\"", line, "fetched=$?", "echo \"-- nsmps: fetched $fetched --\"", ""], FetchCommand.Lines([s_page with { Url = url }], "target").Split('\n'));

    [Theory]
    [InlineData("https://{endpoint}/")]
    [InlineData("http://$(reboot)/")]
    [InlineData("http://{endpoint}/\"; reboot; \"")]
    [InlineData("http://{endpoint}/a b")]
    [InlineData("http://{service:$HOME}/")]
    [InlineData("http://{endpoint}/\n")]
    public void Problem_UrlThatIsNone_IsNamed(string url) => Assert.Contains("is not an http URL", (s_page with { Url = url }).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("page", true)]
    public void Problem_NeitherOrBothExpectations_IsNamed(string? contains, bool blocked) =>
        Assert.Contains("needs either contains or blocked", (s_page with { Contains = contains, Blocked = blocked }).Problem, StringComparison.Ordinal);

    private static string Printed(string text, int code, int index = 0) => $"{FetchCommand.Begin(index)}\n{text}{FetchCommand.End}{code} --\n";
}
