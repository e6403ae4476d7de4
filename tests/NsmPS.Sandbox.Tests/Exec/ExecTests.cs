extern alias core;

using core::NsmPS.Nsm.Wires;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Exec;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Tests.Exec;

public sealed class ExecTests
{
    [Fact]
    public async Task Commands_PodWithoutWire_AnswerAsAContainerWould()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}, spec: {containers: [{name: main, "
            + "image: 'a:1'}]}}"));
        await cluster.UntilAsync("it runs", () => cluster.Store.Get(BuiltIn.Pods, "default", "a")!.Text("status", "phase") == "Running");
        var pod = cluster.Store.Get(BuiltIn.Pods, "default", "a")!;

        var (code, output, _, _) = await cluster.ExecAsync(pod, ["sh", "-c", "ip addr && ip route"]);
        Assert.Equal(0, code);
        Assert.Contains($"inet {pod.Text("status", "podIP")}/24", output, StringComparison.Ordinal);
        Assert.Contains("default via 10.244.", output, StringComparison.Ordinal);
        Assert.Equal("who?\nme\n",
            (await cluster.ExecAsync(pod, ["sh", "-c", "echo who?\nread line\necho $line"],
                asked => asked == "who?\n" ? "me\n" : null)).Output);
        Assert.Equal(Shell.NotFound, (await cluster.ExecAsync(pod, ["sh", "-c", "vppctl show int"])).Code);
        Assert.Contains("exec: \"ls\": executable file not found in $PATH", (await cluster.ExecAsync(pod, ["ls"])).Failure,
            StringComparison.Ordinal);
        Assert.Equal((1, true), await PingAsync(cluster, pod, "172.16.1.2"));
        Assert.Equal((0, false), await PingAsync(cluster, pod, pod.Text("status", "podIP")!));
        cluster.Store.Delete(BuiltIn.Pods, "default", "a", graceSeconds: 0);
        Assert.Equal("pod does not exist", (await cluster.ExecAsync(pod, ["ip", "addr"])).Failure);
    }

    [Fact]
    public async Task Follow_PingOverAWire_GoesOnUntilItsTime()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}, spec: {containers: [{name: main, "
            + "image: 'a:1'}]}}"));
        await cluster.UntilAsync("it runs", () => cluster.Store.Get(BuiltIn.Pods, "default", "a")!.Text("status", "phase") == "Running");
        var pod = cluster.Store.Get(BuiltIn.Pods, "default", "a")!;
        cluster.Wires.Add(pod.Uid()!, pod.Node()!, "nsm0", "endpoint", pod.Node()!, [new AddressPair("172.16.1.1", "172.16.1.2")]);
        var command = FollowCommand.For(WireTool.For("kernel"), "172.16.1.2", "nsm0", TimeSpan.FromSeconds(0.05), TimeSpan.FromSeconds(1));

        var (code, output, _, _) = await cluster.ExecAsync(pod, [.. command]);

        var answers = output.Split('\n').Select(FollowCommand.Read).OfType<PingAnswer>().Select(answer => answer.Sequence).ToArray();
        Assert.Equal(0, code);
        Assert.Equal(Enumerable.Range(0, answers.Length), answers);
        Assert.Equal(answers.Length, PingParser.Parse(output)!.Sent);
        cluster.Wires.Break(pod.Node()!);
        Assert.DoesNotContain("seq=", (await cluster.ExecAsync(pod, [.. command])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vppctl_ClientWithVpp_SeesItsWireAndLosesTheFirstPing()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}, spec: {containers: [{name: main, "
            + "image: 'networkservicemesh/vppagent-nsc:v0.2.0'}]}}"));
        await cluster.UntilAsync("it runs", () => cluster.Store.Get(BuiltIn.Pods, "default", "a")!.Text("status", "phase") == "Running");
        var pod = cluster.Store.Get(BuiltIn.Pods, "default", "a")!;
        cluster.Wires.Add(pod.Uid()!, pod.Node()!, "memif", "endpoint", pod.Node()!, [new AddressPair("10.30.1.1", "10.30.1.2")]);

        Assert.Equal("local0 (dn):\nmemif1/0 (up):\n  L3 10.30.1.1/30\n", await VppctlAsync("show", "int", "addr"));
        Assert.EndsWith("Statistics: 1 sent, 0 received, 100% packet loss\n", await VppctlAsync("ping", "10.30.1.2", "repeat", "1"),
            StringComparison.Ordinal);
        Assert.EndsWith("Statistics: 3 sent, 3 received, 0% packet loss\n", await VppctlAsync("ping", "10.30.1.2", "repeat", "3"),
            StringComparison.Ordinal);
        Assert.EndsWith("Statistics: 2 sent, 2 received, 0% packet loss\n",
            await VppctlAsync("ping", "10.30.1.2", "size", "56", "interval", "0.01", "repeat", "2"), StringComparison.Ordinal);
        Assert.StartsWith("unknown input `ping", await VppctlAsync("ping", "10.30.1.2", "often"), StringComparison.Ordinal);
        var wire = Assert.Single(cluster.Wires.Wires);
        Assert.Equal(wire.Endpoint.Mac, VppParser.ParseNeighbour(await VppctlAsync("show", "ip", "arp"), "10.30.1.2"));
        Assert.Equal(wire.Client.Mac,
            VppParser.ParseInterfaces(await VppctlAsync("show", "int", "addr") + await VppctlAsync("show", "hardware-interfaces"))[1].Mac);
        Assert.DoesNotContain("10.30.1.1", (await cluster.ExecAsync(pod, ["ip", "addr"])).Output, StringComparison.Ordinal);
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.WireLoss });
        Assert.EndsWith("Statistics: 3 sent, 0 received, 100% packet loss\n", await VppctlAsync("ping", "10.30.1.2", "repeat", "3"),
            StringComparison.Ordinal);
        Assert.StartsWith("Failed: no egress interface", await VppctlAsync("ping", "10.30.9.9", "repeat", "1"), StringComparison.Ordinal);

        async Task<string> VppctlAsync(params string[] arguments) => (await cluster.ExecAsync(pod, ["vppctl", .. arguments])).Output;
    }

    [Fact]
    public async Task Vppctl_WireOfNsmV1_HasARouteToItsOtherEndBeforeAndAfterAPing()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: default}, spec: {containers: [{name: main, "
            + "image: 'ghcr.io/mine/app-vpp:v1'}]}}"));
        await cluster.UntilAsync("it runs", () => cluster.Store.Get(BuiltIn.Pods, "default", "a")!.Text("status", "phase") == "Running");
        var pod = cluster.Store.Get(BuiltIn.Pods, "default", "a")!;
        cluster.Wires.Add(pod.Uid()!, pod.Node()!, "memif", "endpoint", pod.Node()!,
            [new AddressPair("172.16.1.1", "172.16.1.0"), new AddressPair("2001:db8::1", "2001:db8::")], isRouted: true);

        Assert.Equal(["memif1/0 172.16.1.0", "memif1/0 2001:db8::"], await RoutesAsync());
        await cluster.ExecAsync(pod, ["vppctl", "ping", "172.16.1.0", "repeat", "2"]);
        await cluster.ExecAsync(pod, ["vppctl", "ping", "2001:db8::", "repeat", "2"]);
        Assert.Equal(["memif1/0 172.16.1.0", "memif1/0 2001:db8::"], await RoutesAsync());
        var neighbours = (await cluster.ExecAsync(pod, ["vppctl", "show", "ip", "neighbors"])).Output;
        Assert.Equal(cluster.Wires.Wires[0].Endpoint.Mac, VppParser.ParseNeighbour(neighbours, "2001:db8::"));
        Assert.Contains("  L3 2001:db8::1/128\n", (await cluster.ExecAsync(pod, ["vppctl", "show", "int", "addr"])).Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("172.16.1.0", (await cluster.ExecAsync(pod, ["ip", "route"])).Output, StringComparison.Ordinal);

        async Task<string[]> RoutesAsync() =>
            [.. VppParser.ParseHostRoutes((await cluster.ExecAsync(pod, ["vppctl", "show", "ip", "fib"])).Output
                    + (await cluster.ExecAsync(pod, ["vppctl", "show", "ip6", "fib"])).Output)
                .Select(route => $"{route.Interface} {route.Address}")];
    }

    [Theory]
    [InlineData("echo $1", "one\n", 0)]
    [InlineData("[ -n \"$9\" ] || exit 3", "", 3)]
    [InlineData("nothing || echo \"a  $2\"", "a  two\n", 0)]
    [InlineData("nothing && echo no", "", Shell.NotFound)]
    [InlineData("echo a >/dev/null\necho b </dev/null", "b\n", 0)]
    [InlineData("nothing\nfirst=$?\necho x\necho $first", "x\n127\n", 0)]
    [InlineData("nothing\ncode=$?\necho x\nexit $code", "x\n", Shell.NotFound)]
    public async Task Script_Lines_RunAsAShellRunsThem(string script, string expected, int code)
    {
        var printed = "";
        var shell = new Shell(null!, null, null!, null!, null, null!, text => Task.FromResult(printed += text), _ => Task.CompletedTask,
            _ => Task.FromResult(""), new Dictionary<string, string>());

        Assert.Equal(code, await shell.RunAsync(["sh", "-c", script, "name", "one", "two"], TestContext.Current.CancellationToken));
        Assert.Equal(expected, printed);
    }

    [Theory]
    [InlineData("\"$@\" <&3 >/dev/null &\npid=$!\nwait $pid\necho $pid", "100\n")]
    [InlineData("\"$@\" &\none=$!\necho x &\nwait $one\nkill -0 $one || echo over", "one two\nx\nover\n")]
    public async Task Script_Jobs_AreKnownByTheirNumbers(string script, string expected)
    {
        var printed = "";
        var shell = new Shell(null!, null, null!, null!, null, null!, text => Task.FromResult(printed += text), _ => Task.CompletedTask,
            _ => Task.FromResult(""), new Dictionary<string, string>());

        await shell.RunAsync(["sh", "-c", script, "name", "echo", "one", "two"], TestContext.Current.CancellationToken);

        Assert.Equal(expected, printed);
    }

    [Theory]
    [InlineData("-c 5 -s 100 -i 0.1 -W 2 172.16.1.2", true)]
    [InlineData("-c", false)]
    [InlineData("-c x 172.16.1.2", false)]
    [InlineData("-c 1", false)]
    public void Parse_Arguments_AreUnderstoodOrRefused(string arguments, bool understood) =>
        Assert.Equal(understood, PingProgram.Parse(arguments.Split(' ')) is not null);

    private static async Task<(int Code, bool LosesAll)> PingAsync(Harness cluster, System.Text.Json.Nodes.JsonObject pod, string address)
    {
        var (code, output, _, _) = await cluster.ExecAsync(pod, ["ping", "-c", "1", "-W", "0.05", address]);
        return (code, output.Contains("100% packet loss", StringComparison.Ordinal));
    }
}
