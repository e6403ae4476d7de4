using System.Collections.Concurrent;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Proof.Throughput;

namespace NsmPS.Core.Tests.Proof.Throughput;

/// <summary>How the programs in the pods are asked, where they are old, small or fail.</summary>
public sealed class TrafficToolTests : IDisposable
{
    private const string Refused = """{ "error": "unable to connect to server: Connection refused" }""";

    private static readonly TrafficPath s_path = new("the wire", "172.16.1.2", "172.16.1.1", "nsm0");

    private static readonly ExecAnswer s_listens = new(143);

    private readonly ApiServer _server = new();
    private readonly ClusterClient _client;
    private readonly ConcurrentQueue<string> _asked = new();

    public TrafficToolTests() => _client = _server.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Netcat_CannotBindToAnAddress_ListensOnAll()
    {
        var listens = new TaskCompletionSource();
        var tool = await ToolAsync("nc", command =>
            command.EndsWith("-s 172.16.1.2", StringComparison.Ordinal) ? new ExecAnswer(1, "", "nc: invalid option -- 's'\nBusyBox\n")
            : command.Contains("nc -l -p", StringComparison.Ordinal) ? Listen(listens)
            : listens.Task.IsCompleted ? new ExecAnswer(0, Counters(1_000_000) + Counters(3_500_000)) : new ExecAnswer(9));

        Assert.Equal(new TrafficFigures(10), await tool.MeasureAsync(s_path, Token));
    }

    [Fact]
    public async Task Netcat_NothingIsSent_IsAProblemAndNoFigure()
    {
        var tool = await ToolAsync("nc", command => command.Contains("nc -l -p", StringComparison.Ordinal)
            ? Listen()
            : new ExecAnswer(0, Counters(100) + Counters(300)));

        Assert.Equal(new TrafficFigures(null, Problem: "no data goes over the wire"), await tool.MeasureAsync(s_path, Token));
    }

    [Theory]
    [InlineData("iperf3: unrecognized option '--bind-dev'\nUsage: iperf3", "")]
    [InlineData("", """{ "error": "unable to connect to server: Operation not permitted" }""")]
    public async Task Iperf_CannotOrMayNotBindToAnInterface_BindsToItsAddress(string complaint, string printed)
    {
        var tool = await ToolAsync("iperf3", command =>
            command.Contains("iperf3 -s", StringComparison.Ordinal) ? Listen()
            : command.Contains("--bind-dev nsm0", StringComparison.Ordinal) ? new ExecAnswer(1, printed, complaint)
            : new ExecAnswer(0, command.Contains(" -u ", StringComparison.Ordinal)
                ? """{ "end": { "sum": { "packets": 50, "lost_packets": 10, "seconds": 2, "bits_per_second": 1 } } }"""
                : """{ "end": { "sum_received": { "bits_per_second": 5e6 } } }"""));

        Assert.Equal(new TrafficFigures(5, 20), await tool.MeasureAsync(s_path, Token));
        Assert.Contains(_asked, command => command.Contains("-B 172.16.1.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Iperf_ServerEnds_IsTheProblem()
    {
        var tool = await ToolAsync("iperf3", command => command.Contains("iperf3 -s", StringComparison.Ordinal)
            ? new ExecAnswer(1, "", "iperf3: error - unable to start listener\n")
            : new ExecAnswer(1, Refused));

        Assert.Equal(new TrafficFigures(null,
            Problem: "the server in the endpoint's pod ended with exit code 1: iperf3: error - unable to start listener"),
            await tool.MeasureAsync(s_path, Token));
    }

    [Fact]
    public async Task For_PodsWithoutACommonProgram_IsNone()
    {
        _server.Exec = (call, _) => Task.FromResult(new ExecAnswer(0, call.Pod == "from" ? "iperf3\nping\n" : "nc\n"));
        var (from, to) = (await FindAsync("from"), await FindAsync("to"));

        Assert.Null(TrafficTool.For(_client, from, to, TimeSpan.FromSeconds(2)));
        Assert.Equal(("main", null), (from.With(PodTools.Ping), to.With(PodTools.Ping)));
    }

    /// <summary>Stands for a server; it listens until its input is closed.</summary>
    private static ExecAnswer Listen(TaskCompletionSource? listens = null)
    {
        listens?.TrySetResult();
        return s_listens;
    }

    private static string Counters(long sent) => $"  nsm0: 0 0 0 0 0 0 0 0 {sent} 0 0 0 0 0 0 0\n";

    private async Task<TrafficTool> ToolAsync(string program, Func<string, ExecAnswer> answer)
    {
        _server.Exec = async (call, token) =>
        {
            var command = string.Join(' ', call.Command.Skip(2));
            _asked.Enqueue(command);
            if (command.Contains("&& echo", StringComparison.Ordinal))
            {
                return new ExecAnswer(0, program + "\n");
            }

            var given = answer(command);
            if (given == s_listens)
            {
                await call.Input.WaitToReadAsync(token);
            }

            return given;
        };
        return TrafficTool.For(_client, await FindAsync("from"), await FindAsync("to"), TimeSpan.FromSeconds(2))!;
    }

    private async Task<PodTools> FindAsync(string name)
    {
        var pod = Sample.Pod(name);
        _server.Put(pod);
        return await PodTools.FindAsync(_client, pod, ["main"], Token);
    }
}
