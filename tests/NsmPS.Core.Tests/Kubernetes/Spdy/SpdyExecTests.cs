using NsmPS.Kubernetes.Exec;

namespace NsmPS.Core.Tests.Kubernetes.Spdy;

public sealed class SpdyExecTests : SpdyTest
{
    private const string Success = """{"metadata":{},"status":"Success"}""";

    private const string Code3 = """
        {"metadata":{},"status":"Failure","message":"command terminated with non-zero exit code","reason":"NonZeroExitCode",
        "details":{"causes":[{"reason":"ExitCode","message":"3"}]}}
        """;

    [Fact]
    public async Task Exec_OnlyCreateGranted_ReturnsBothStreamsAndCode()
    {
        Serve(async server =>
        {
            await server.TakeAsync(3);
            Assert.Equal(["error", "stdout", "stderr"], server.Streams.Keys);
            await server.SendAsync("stdout", "out ");
            await server.SendAsync("stderr", "err\n");
            await server.SendAsync("error", Code3[..40]);
            await server.SendAsync("stdout", "ü\n");
            await server.SendAsync("error", Code3[40..]);
            await server.CloseAsync();
        });

        Assert.Equal(new ExecResult(3, "out ü\n", "err\n"), await ExecAsync());

        Assert.Equal("served", await Ended);
        var request = Server.Requests[^1];
        Assert.Equal(("POST", "/api/v1/namespaces/default/pods/p/exec"), (request.Method, request.Path));
        Assert.Equal((null, "true", "true", "main"),
            (request.QueryValue("stdin"), request.QueryValue("stdout"), request.QueryValue("stderr"), request.QueryValue("container")));
        Assert.Equal("sh\n-c\na b; c & d=1", request.QueryValue("command"));
    }

    [Fact]
    public async Task Exec_Question_IsAnsweredOnTheInput()
    {
        Serve(async server =>
        {
            await server.TakeAsync(4);
            await server.SendAsync("stdout", "before\n?\n");
            var (stream, line) = (await server.ReadFrameAsync())!.Value;
            Assert.Equal(server.Streams["stdin"], stream);
            await server.SendAsync("stdout", [.. "after "u8, .. line]);
            await server.SendAsync("error", Success, last: true);
        });

        var result = await Client.ExecAsync("default", "p", "main", ["sh"],
            new ExecQuestion("?\n", printed => printed.Trim().ToUpperInvariant()), TimeSpan.FromMinutes(2), Token);

        Assert.Equal(new ExecResult(0, "before\n?\nafter BEFORE\n", ""), result);
        Assert.Equal("true", Server.Requests[^1].QueryValue("stdin"));
    }

    [Fact]
    public async Task Exec_ProgramMissing_Returns127AndTheMessage()
    {
        const string Message = "exec: \\\"ping\\\": executable file not found in $PATH: unknown";
        Serve(async server =>
        {
            await server.TakeAsync(3);
            await server.SendAsync("error", $$"""{"status":"Failure","reason":"InternalError","message":"{{Message}}"}""");
            await server.CloseAsync();
        });

        Assert.Equal(new ExecResult(127, "", Message.Replace("\\", "", StringComparison.Ordinal)), await ExecAsync());
    }

    [Fact]
    public async Task Exec_LargeFrameAndPings_AreCutAndAnswered()
    {
        List<uint> pongs = [];
        Serve(async server =>
        {
            await server.TakeAsync(3);
            pongs = server.Pongs;
            await server.PingAsync(2);
            await server.SendAsync("stdout", new string('x', 3 << 20));
            await server.PingAsync(4);

            // What is unknown is passed over: settings, a window, a stream of the server's, and data on it.
            await server.ControlAsync(4, new byte[4]);
            await server.ControlAsync(9, new byte[8]);
            await server.ControlAsync(1, [0, 0, 0, 2, .. new byte[20]]);
            await server.RawAsync([0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3]);
            await server.ReadFrameAsync();
            await server.ReadFrameAsync();
            await server.SendAsync("error", Success, last: true);
        });

        var result = await ExecAsync();

        Assert.Equal((1 << 20, true), (result.StandardOutput.Length, result.Truncated));
        Assert.Equal([2u, 4u], pongs);
    }

    [Fact]
    public async Task Follow_Command_GivesItsLinesAndClosesWhenTheReaderStops()
    {
        Serve(async server =>
        {
            await server.TakeAsync(4);
            await server.SendAsync("stdout", "one\ntw");
            await server.SendAsync("stdout", "o\n");
            await server.ReadFrameAsync();
        });
        var seen = new List<ExecOutput>();
        await foreach (var output in Client.FollowAsync("default", "p", "main", ["sh"], TimeSpan.FromMinutes(2), Token))
        {
            seen.Add(output);
            if (seen.Count == 2)
            {
                break;
            }
        }

        Assert.Equal([new ExecOutput.Line("one", false), new ExecOutput.Line("two", false)], seen);
        Assert.Equal("gone", await Ended);
    }

    [Fact]
    public async Task Exec_Hanging_EndsAtItsLimitAndClosesTheConnection()
    {
        Serve(async server =>
        {
            await server.TakeAsync(3);
            await server.ReadFrameAsync();
        });

        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync(TimeSpan.FromSeconds(0.2)));

        Assert.Contains("did not end within 0.2 s", error.Message, StringComparison.Ordinal);
        Assert.Equal("gone", await Ended);
    }

    [Fact]
    public async Task Exec_StreamsNeverTaken_EndsAtItsLimit()
    {
        Serve(async server =>
        {
            await server.ReadStreamsAsync(3);
            await server.ReadFrameAsync();
        });

        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync(TimeSpan.FromSeconds(0.2)));

        Assert.Equal("ExecFailed", error.Error.Id);
        Assert.Equal("gone", await Ended);
    }

    [Fact]
    public async Task Exec_EndsWithoutVerdict_Fails()
    {
        Serve(async server =>
        {
            await server.TakeAsync(3);
            await server.SendAsync("stdout", "half");
            await server.CloseAsync();
        });

        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync());

        Assert.Equal("ExecFailed", error.Error.Id);
        Assert.Contains("the connection ended before the command did", error.Message, StringComparison.Ordinal);
    }
}
