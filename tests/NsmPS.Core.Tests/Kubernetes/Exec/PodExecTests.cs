extern alias sandbox;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using sandbox::NsmPS.Sandbox.Control;
using ExecCall = sandbox::NsmPS.Sandbox.Store.ExecCall;

namespace NsmPS.Core.Tests.Kubernetes.Exec;

public sealed class PodExecTests : IDisposable
{
    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;

    public PodExecTests()
    {
        _client = _server.CreateClient();
        _server.Put(Sample.Pod("p"));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Exec_Command_ReturnsBothStreamsAndCode()
    {
        ExecCall? seen = null;
        Answer(call =>
        {
            seen = call;
            return new ExecAnswer(3, "out ü\n", "err\n");
        });
        var result = await ExecAsync("sh", "-c", "a b; c & d=1");
        Assert.Equal(new ExecResult(3, "out ü\n", "err\n"), result);
        Assert.Equal(("default", "p", "main"), (seen!.Namespace, seen.Pod, seen.Container));
        Assert.Equal(["sh", "-c", "a b; c & d=1"], seen.Command);
        var request = _server.Requests[^1];
        Assert.Equal(("0", "1", "1", "0"),
            (request.QueryValue("stdin"), request.QueryValue("stdout"), request.QueryValue("stderr"), request.QueryValue("tty")));
    }

    [Fact]
    public async Task Exec_Question_IsAnsweredFromWhatWasPrintedBefore()
    {
        string? read = null;
        Answer(_ => new ExecAnswer(0, "before\n?\n", Read: line => new ExecAnswer(5, "after " + (read = line))));
        var result = await _client.ExecAsync("default", "p", "main", ["sh"],
            new ExecQuestion("?\n", printed => printed.Trim().ToUpperInvariant()), TimeSpan.FromMinutes(2), Token);
        Assert.Equal("BEFORE\n", read);
        Assert.Equal(new ExecResult(5, "before\n?\nafter BEFORE\n", ""), result);
        Assert.Equal("1", _server.Requests[^1].QueryValue("stdin"));
    }

    [Fact]
    public async Task Exec_QuestionNeverAsked_EndsAllTheSame()
    {
        Answer(_ => new ExecAnswer(1, "", "sh: ip: not found"));
        var result = await _client.ExecAsync("default", "p", "main", ["sh"],
            new ExecQuestion("?", _ => throw new InvalidOperationException("nobody asked")), TimeSpan.FromMinutes(2), Token);
        Assert.Equal(new ExecResult(1, "", "sh: ip: not found"), result);
    }

    [Fact]
    public async Task Follow_Command_GivesItsLinesAndItsEnd()
    {
        Answer(_ => new ExecAnswer(3, "one\ntwo ü\nrest", "err\n"));
        var seen = new List<ExecOutput>();
        await foreach (var output in _client.FollowAsync("default", "p", "main", ["sh"], TimeSpan.FromMinutes(2), Token))
        {
            seen.Add(output);
        }

        Assert.Equal([new ExecOutput.Line("one", false), new ExecOutput.Line("two ü", false), new ExecOutput.Line("err", true),
            new ExecOutput.Line("rest", false), new ExecOutput.Ended(3)], seen);
        Assert.Equal("1", _server.Requests[^1].QueryValue("stdin"));
    }

    [Fact]
    public async Task Follow_ReaderThatStops_ClosesTheInput()
    {
        var ended = new TaskCompletionSource();
        _server.Exec = async (call, _) =>
        {
            await call.WriteOutput("first\n");
            Assert.False(await call.Input.WaitToReadAsync(Token));
            ended.SetResult();
            return new ExecAnswer(0);
        };
        await foreach (var output in _client.FollowAsync("default", "p", "main", ["sh"], TimeSpan.FromMinutes(2), Token))
        {
            Assert.Equal(new ExecOutput.Line("first", false), output);
            break;
        }

        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Token);
    }

    [Fact]
    public async Task Exec_EndlessOutput_IsCutAtAMebibyte()
    {
        Answer(_ => new ExecAnswer(0, new string('x', 3 << 20), "e"));
        var result = await ExecAsync("yes");
        Assert.Equal((1 << 20, "e", true), (result.StandardOutput.Length, result.StandardError, result.Truncated));
    }

    [Fact]
    public async Task Exec_ProgramMissing_Returns127AndTheMessage()
    {
        const string Message = "exec failed: exec: \"ping\": executable file not found in $PATH: unknown";
        Answer(_ => new ExecAnswer(0, Error: Message));
        Assert.Equal(new ExecResult(127, "", "Internal error occurred: error executing command in container: " + Message),
            await ExecAsync("ping"));
    }

    [Fact]
    public async Task Exec_RuntimeFails_ThrowsItsMessage()
    {
        Answer(_ => new ExecAnswer(0, Error: "container is in CONTAINER_EXITED state"));
        await AssertFailsAsync("container is in CONTAINER_EXITED state");
    }

    [Fact]
    public async Task Exec_PodGone_Fails()
    {
        _server.Remove(new ObjectKey("v1", "Pod", "default", "p"));
        await AssertFailsAsync("the pod does not exist");
    }

    [Fact]
    public async Task Exec_ContainerNotRunning_Fails()
    {
        _server.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.ServerError });
        await AssertFailsAsync("container is not running");
    }

    [Fact]
    public async Task Exec_Forbidden_ThrowsAccessDenied()
    {
        _server.Refuse(_ => true, 403, "Forbidden", "pods \"p\" is forbidden: User \"jane\" cannot get resource \"pods/exec\"");
        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync("true"));
        Assert.Equal(("AccessDenied", "The API server refused to run a command in Pod/default/p: pods \"p\" is forbidden: User \"jane\" "
            + "cannot get resource \"pods/exec\"; it needs the verb create on pods/exec."), (error.Error.Id, error.Message));
    }

    [Fact]
    public async Task Exec_RefusedByAPolicy_IsNotAboutRights()
    {
        _server.Refuse(_ => true, 403, "Forbidden", "pods \"p\" is forbidden: ValidatingAdmissionPolicy 'no-exec' denied request: no");
        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync("true"));
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.DoesNotContain("verbs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exec_ServerSaysNothing_FailsWithoutStatus()
    {
        _server.Exec = (_, _) => throw new OperationCanceledException();
        await AssertFailsAsync("the connection");
    }

    [Fact]
    public async Task Exec_Hanging_EndsAtItsLimitAndClosesTheSocket()
    {
        var closed = Hang();
        var error = await Assert.ThrowsAsync<NsmException>(() =>
            _client.ExecAsync("default", "p", "main", ["sleep"], TimeSpan.FromSeconds(0.2), Token));
        Assert.Equal("ExecFailed", error.Error.Id);
        Assert.Contains("did not end within 0.2 s", error.Message, StringComparison.Ordinal);
        await closed.WaitAsync(TimeSpan.FromMinutes(1), Token);
    }

    [Fact]
    public async Task Exec_Cancelled_ThrowsCancellationAndClosesTheSocket()
    {
        using var source = new CancellationTokenSource();
        var closed = Hang(source);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            _client.ExecAsync("default", "p", "main", ["sleep"], TimeSpan.FromMinutes(1), source.Token));
        await closed.WaitAsync(TimeSpan.FromMinutes(1), Token);
    }

    [Fact]
    public async Task Exec_ConnectionRefusedAtFirst_IsTriedAgain()
    {
        await _client.GetServerVersionAsync(Token);
        var refused = 0;
        _server.Intercept(_ => refused++ < 2 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "refused") : null);
        Answer(_ => new ExecAnswer(0, "ok"));
        Assert.Equal("ok", (await ExecAsync("true")).StandardOutput);
    }

    [Fact]
    public async Task Exec_ConnectionCutBeforeAnswer_IsNotTriedAgain()
    {
        _server.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.DroppedConnection });
        await Assert.ThrowsAsync<NsmException>(() => ExecAsync("true"));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task Exec_ManyAtOnce_AllReturn()
    {
        Answer(call => new ExecAnswer(0, call.Command[0]));
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => ExecAsync($"c{i}")));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"c{i}"), results.Select(result => result.StandardOutput));
    }

    [Theory]
    [InlineData("one\ntwo\r\nthree\n", 2, "two|three")]
    [InlineData("one", 10, "one")]
    [InlineData("", 10, "")]
    public async Task ReadLog_Container_ReturnsItsLastLines(string log, int lines, string expected)
    {
        _server.Logs["default/p/main"] = log;
        Assert.Equal(expected, string.Join('|', await _client.ReadLogAsync("default", "p", "main", false, lines, Token)));
        Assert.NotNull(_server.Requests[^1].QueryValue("limitBytes"));
        Assert.Null(_server.Requests[^1].QueryValue("previous"));
    }

    [Fact]
    public async Task ReadLog_NotStartedOrGone_IsEmpty()
    {
        Assert.Empty(await _client.ReadLogAsync("default", "p", "main", true, 5, Token));
        Assert.Equal("true", _server.Requests[^1].QueryValue("previous"));
        _server.Remove(new ObjectKey("v1", "Pod", "default", "p"));
        Assert.Empty(await _client.ReadLogAsync("default", "p", "main", false, 5, Token));
    }

    private void Answer(Func<ExecCall, ExecAnswer> answer) => _server.Exec = (call, _) => Task.FromResult(answer(call));

    /// <summary>Runs commands that never end; completes when the client's end of the socket is gone.</summary>
    private Task Hang(CancellationTokenSource? cancel = null)
    {
        var closed = new TaskCompletionSource();
        _server.Exec = async (_, token) =>
        {
            using var registration = token.Register(closed.SetResult);
            cancel?.Cancel();
            await Task.Delay(Timeout.Infinite, token);
            return new ExecAnswer(0);
        };
        return closed.Task;
    }

    private Task<ExecResult> ExecAsync(params string[] command) =>
        _client.ExecAsync("default", "p", "main", command, TimeSpan.FromMinutes(2), Token);

    private async Task AssertFailsAsync(string expected)
    {
        var error = await Assert.ThrowsAsync<NsmException>(() => ExecAsync("true"));
        Assert.Equal(("ExecFailed", "Pod/default/p", "sandbox"), (error.Error.Id, error.Target, error.Cluster));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
