using NsmPS.Core.Tests.Server;

namespace NsmPS.Core.Tests.Kubernetes.Spdy;

/// <summary>Servers that do not keep to SPDY end a command with an error, at once and without taking memory.</summary>
public sealed class SpdyHostileTests : SpdyTest
{
    private static readonly Dictionary<string, Func<SpdyServer, Task>> s_opening = new()
    {
        ["ends"] = _ => Task.CompletedTask,
        ["ends in a head"] = server => server.RawAsync([0x80, 3, 0]),
        ["another version"] = server => server.RawAsync([0x80, 2, 0, 2, 0, 0, 0, 4, 0, 0, 0, 1]),
        ["HTTP"] = server => server.RawAsync("HTTP/1.1 500 Internal Server Error\r\n\r\n"u8.ToArray()),
        ["a frame of control of 16 MiB"] = server => server.RawAsync([0x80, 3, 0, 2, 0, 0xff, 0xff, 0xff]),
        ["data before the reply"] = server => server.SendAsync("stdout", "early"),
        ["reset"] = server => server.ResetAsync("stdout"),
        ["gone away"] = server => server.GoAwayAsync(3),
    };

    private static readonly Dictionary<string, Func<SpdyServer, Task>> s_running = new()
    {
        ["ends in data"] = server => server.RawAsync([0, 0, 0, 3, 0, 0xff, 0xff, 0xff, 1, 2]),
        ["garbage"] = server => server.RawAsync([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]),
        ["a verdict without end"] = async server =>
        {
            for (var i = 0; i < 40; i++)
            {
                await server.SendAsync("error", new byte[64 * 1024]);
            }

            await server.ReadFrameAsync();
        },
        ["a verdict in a frame of 16 MiB"] = async server =>
        {
            await server.RawAsync([0, 0, 0, 1, 0, 0xff, 0xff, 0xff]);
            await server.ReadFrameAsync();
        },
    };

    public static TheoryData<string, bool> Kinds() =>
        [.. s_opening.Keys.Select(kind => (kind, true)), .. s_running.Keys.Select(kind => (kind, false))];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Exec_ServerThatBreaksTheRules_FailsAndIsLeft(string kind, bool opening)
    {
        Serve(async server =>
        {
            if (opening)
            {
                await server.ReadStreamsAsync(3);
                await s_opening[kind](server);
            }
            else
            {
                await server.TakeAsync(3);
                await s_running[kind](server);
            }
        });

        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync());

        Assert.Contains(error.Error.Id, (string[])["ExecFailed", "ClusterUnreachable"]);
        Assert.DoesNotContain("within", error.Message, StringComparison.Ordinal);
        await Ended;
    }
}
