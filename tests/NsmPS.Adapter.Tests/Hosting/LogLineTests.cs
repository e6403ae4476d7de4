using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Hosting;

namespace NsmPS.Adapter.Tests.Hosting;

public sealed class LogLineTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Text_HostileMessage_IsOneLineOfPrintableText()
    {
        var line = Encoding.UTF8.GetString(LogLine.Text(new LogEntry(s_at, LogLevel.Warning, "Test", "a\nb\u001b[31mc\u202e", [], null)));

        Assert.Equal("2026-01-02T03:04:05.0000000Z warning nsm-adapter Test: a b [31mc \n", line);
    }

    [Fact]
    public void Text_OrdinaryException_IsLoggedLikeAnyOther()
    {
        var line = Encoding.UTF8.GetString(
            LogLine.Text(new LogEntry(s_at, LogLevel.Error, "Test", "It failed", [], new FormatException("bad\nnumber"))));

        Assert.Equal("2026-01-02T03:04:05.0000000Z error nsm-adapter Test: It failed | System.FormatException: bad number\n", line);
    }

    [Fact]
    public void Json_Values_AreMembers()
    {
        var line = LogLine.Json(new LogEntry(s_at, LogLevel.Error, "Test", "Operation 7\n", [new("Id", 7), new("{OriginalFormat}", "x")],
            new FormatException("bad")));

        using var json = JsonDocument.Parse(line);
        Assert.Equal(("error", "nsm-adapter", "Operation 7 "),
            (json.RootElement.GetProperty("level").GetString(), json.RootElement.GetProperty("app")
                .GetString(), json.RootElement.GetProperty("message").GetString()));
        Assert.Equal("7", json.RootElement.GetProperty("values").GetProperty("Id").GetString());
        Assert.Contains("bad", json.RootElement.GetProperty("exception").GetString(), StringComparison.Ordinal);
        Assert.Equal((byte)'\n', line[^1]);
    }
}
