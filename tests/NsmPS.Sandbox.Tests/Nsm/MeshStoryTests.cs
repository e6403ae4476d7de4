extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Nsm.Wires;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class MeshStoryTests
{
    private static readonly NsmIcmpOptions s_ping = new() { Count = 3, Interval = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task Sample_FreshMesh_IsWiredLocallyAndAcrossNodesAndEndsWithoutATrace()
    {
        await using var cluster = await Harness.StartAsync();
        var mesh = await cluster.InstallAsync();
        var sample = await cluster.CreateSampleAsync();
        TestContext.Current.TestOutputHelper?.WriteLine($"mesh ready after {mesh.TotalSeconds:0.00} s, sample after {sample.TotalSeconds:0.00} s");

        var clients = cluster.PodsOf(Harness.Client);
        Assert.Equal(4, clients.Count);
        Assert.Equal(4, cluster.Wires.Wires.Count(wire => wire.State == WireState.Up));
        Assert.Contains(cluster.Wires.Wires, wire => !wire.IsLocal);
        foreach (var pod in clients)
        {
            Assert.Equal(["alpine-img", "nsm-dns-monitor", "nsm-coredns"], pod.Items("spec", "containers").Select(item => item.Text("name")));
            Assert.Equal("nsm-init-container", pod.Items("spec", "initContainers").Single().Text("name"));
            var (code, statistics, mac) = await PingAsync(cluster, pod);
            Assert.Equal((0, 3, 3), (code, statistics.Sent, statistics.Received));
            var holders = await Task.WhenAll(cluster.PodsOf(Harness.Endpoint).Select(async endpoint => (await cluster.ExecAsync(endpoint, ["ip", "addr"])).Output));
            Assert.Single(holders, text => AddressParser.Parse(text).Any(item => item.Mac == mac));
        }

        foreach (var (kind, name) in ((ResourceKind, string)[])[(BuiltIn.Deployments, Harness.Client), (BuiltIn.Deployments, Harness.Endpoint), (BuiltIn.DaemonSets, "nsmgr"), (BuiltIn.DaemonSets, "nsm-kernel-forwarder")])
        {
            cluster.Store.Delete(kind, Harness.Space, name);
            await cluster.UntilAsync($"the pods of {name} are gone", () => cluster.Store.List(BuiltIn.Pods).All(pod => FaultRules.WorkloadOf(pod) != name));
        }

        Assert.Empty(cluster.Endpoints);
        Assert.Empty(cluster.Wires.Wires);
        Assert.All(cluster.Store.List(BuiltIn.Nodes), node => Assert.Equal(0, node.Amount("status", "allocatable", NsmNames.SocketResource)));
        Assert.Equal(3, cluster.Store.List(cluster.Store.Find(NsmNames.ApiVersion, NsmNames.ManagerKind)!).Count);
    }

    [Fact]
    public async Task Manager_PodDeleted_BreaksItsWiresForGood()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        await cluster.CreateSampleAsync();
        var client = cluster.PodsOf(Harness.Client)[0];
        var manager = cluster.PodsOf("nsmgr").Single(pod => pod.Node() == client.Node());

        cluster.Store.Delete(BuiltIn.Pods, Harness.Space, manager.Name());
        await cluster.UntilAsync("the wire is broken", () => cluster.Wires.Wires.Any(wire => wire.Client.Pod == client.Uid() && wire.State == WireState.Down));

        var (code, statistics, mac) = await PingAsync(cluster, client);
        Assert.Equal((1, 0, ""), (code, statistics.Received, mac));
        var forwarder = cluster.PodsOf("nsm-kernel-forwarder").Single(pod => pod.Node() == client.Node());
        Assert.Contains("nsm0", (await cluster.ExecAsync(forwarder, ["ip", "link"])).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await cluster.ExecAsync(forwarder, ["ip", "link", "del", "nsm0"])).Code);
        Assert.DoesNotContain("nsm0", (await cluster.ExecAsync(forwarder, ["ip", "link"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_OfWires_ShowInPings()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        await cluster.CreateSampleAsync();
        var client = cluster.PodsOf(Harness.Client)[0];

        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.WireLoss });
        Assert.Equal(0, (await PingAsync(cluster, client)).Statistics.Received);
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.WireLoss, LossPercent = 34 });
        Assert.Equal(2, (await PingAsync(cluster, client)).Statistics.Received);

        cluster.Faults.Clear();
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.NoWire });
        cluster.Store.Delete(BuiltIn.Pods, Harness.Space, client.Name(), graceSeconds: 0);
        await cluster.UntilAsync("the next pod is ready", () => cluster.PodsOf(Harness.Client) is { Count: 4 } pods && pods.All(pod => pod.HasCondition("Ready")) && pods.All(pod => pod.Uid() != client.Uid()));
        var next = cluster.PodsOf(Harness.Client).Single(pod => cluster.Wires.Wires.All(wire => wire.Client.Pod != pod.Uid()));
        Assert.DoesNotContain("172.16.", (await cluster.ExecAsync(next, ["ip", "addr"])).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_WebhookNotAnswering_StartsWithoutInjection()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        var client = Yaml.File("samples", "icmp-responder", "client.yaml")[0];

        Assert.True(IsInjected(DryRun(cluster, client)));
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.NoInjection });
        Assert.False(IsInjected(DryRun(cluster, client)));
        cluster.Faults.Clear();
        cluster.Store.Update(BuiltIn.MutatingWebhookConfigurations, null, "nsm-admission-webhook-cfg", item => Webhook(item, webhook => webhook.Ensure("clientConfig")["caBundle"] = "bm90aGluZw=="));
        Assert.False(IsInjected(DryRun(cluster, client)));
        cluster.Store.Update(BuiltIn.MutatingWebhookConfigurations, null, "nsm-admission-webhook-cfg", item => Webhook(item, webhook => webhook["failurePolicy"] = "Fail"));
        var refusal = Assert.Throws<ApiException>(() => DryRun(cluster, client));
        Assert.Contains("failed calling webhook \"admission-webhook.networkservicemesh.io\"", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Manager_StaleUrl_IsNotItsPodsAddress()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.StaleManager });
        await cluster.InstallAsync();

        Assert.All(cluster.Store.List(cluster.Store.Find(NsmNames.ApiVersion, NsmNames.ManagerKind)!), item => Assert.Equal("192.0.2.1:5001", item.Text("spec", "url")));
    }

    private static async Task<(int Code, PingStatistics Statistics, string Mac)> PingAsync(Harness cluster, JsonObject pod)
    {
        var (code, output, error, failure) = await cluster.ExecAsync(pod, PingCommand.For(s_ping with { Timeout = TimeSpan.FromMilliseconds(200) }), printed =>
            printed.EndsWith(PingCommand.Marker, StringComparison.Ordinal) ? ClientWire.Find(WireTool.For("kernel").ReadNetwork(printed), ["172.16.1.0/24"]).Target?.ToString() ?? "" : null);
        Assert.True(failure is null && error.Length == 0, $"{failure}{error}");
        return (code, PingParser.Parse(output) ?? throw new InvalidOperationException(output), PingParser.ParseNeighbour(output));
    }

    private static JsonObject DryRun(Harness cluster, JsonObject item) => cluster.Store.Create(BuiltIn.Deployments, item, new WriteOptions("test", DryRun: true));

    private static bool IsInjected(JsonObject deployment) => deployment.Items("spec", "template", "spec", "initContainers").Any();

    private static JsonObject Webhook(JsonObject configuration, Action<JsonObject> change)
    {
        change(configuration.Items("webhooks").Single());
        return configuration;
    }
}
