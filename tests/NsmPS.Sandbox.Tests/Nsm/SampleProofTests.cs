extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Kubernetes;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Proof;
using core::NsmPS.Samples;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>The proof of a sample that wants more than a ping, against a sandbox where what it wants can be taken away.</summary>
public sealed class SampleProofTests
{
    private const string Rules = "vppagent-firewall-config-file";
    private const string AllowPing = "\"Allow ICMP\": \"action=reflect,icmptype=8\"";

    private static readonly NsmIcmpOptions s_ping = new()
    {
        SampleApp = "vpn",
        Count = 2,
        Interval = TimeSpan.FromMilliseconds(10),
        Timeout = TimeSpan.FromSeconds(2)
    };

    [Fact]
    public async Task Vpn_RulesOfItsFirewall_DecideEveryCheck()
    {
        await using var sandbox = await Harness.StartAsync();
        using var client = await sandbox.ConnectAsync();
        var catalog = Catalog.Load(Yaml.Root);
        var run = new RunOptions { Timeout = TimeSpan.FromMinutes(3) };
        await CompleteAsync((await new MeshPlanner(new(client, catalog)).PlanInstallAsync(new NsmMeshOptions
        {
            Version = "v0.2.1",
            ForwardingPlane = "vpp"
        }, force: false, Harness.Token)).RunAsync(run, Harness.Token));
        await CompleteAsync((await new SamplePlanner(new(client, catalog))
            .PlanCreateAsync(new NsmSampleAppOptions { Name = "vpn" }, force: false, Harness.Token)).RunAsync(run, Harness.Token));

        var good = await TestAsync(client, catalog);
        Assert.Equal((NsmVerdict.Ok, "port 80 is open: passed, port 8080 is blocked: passed", ""),
            (good.Verdict, string.Join(", ", good.Checks), good.Detail));
        Assert.StartsWith("vpn-gateway-nse-", good.Endpoint, StringComparison.Ordinal);

        SetRules(sandbox, AllowPing + "\n  \"All\": \"action=permit,tcplowport=1,tcpupport=65535\"");
        var open = await TestAsync(client, catalog);
        Assert.Equal((NsmVerdict.CheckFailed, "port 80 is open: passed, port 8080 is blocked: failed"),
            (open.Verdict, string.Join(", ", open.Checks)));
        Assert.Equal("port 8080 is blocked: http://172.16.1.2:8080/ gave 'This is the secure intranet.', expected 'no answer'.",
            open.Detail);

        SetRules(sandbox, AllowPing);
        var closed = await TestAsync(client, catalog);
        Assert.Equal((NsmVerdict.CheckFailed, "port 80 is open: failed, port 8080 is blocked: passed"),
            (closed.Verdict, string.Join(", ", closed.Checks)));

        SetRules(sandbox, "\"Allow TCP 80\": \"action=reflect,tcplowport=80,tcpupport=80\"");
        Assert.Equal(NsmVerdict.NoReply, (await TestAsync(client, catalog)).Verdict);

        await CompleteAsync((await new SampleRemovalPlanner(new(client, catalog)).PlanRemoveAsync("vpn", Harness.Space, Harness.Token))
            .RunAsync(run, Harness.Token));
        Assert.Empty(
            sandbox.Store.List(sandbox.Store.Find(NsmPS.Sandbox.Nsm.NsmNames.ApiVersion, NsmPS.Sandbox.Nsm.NsmNames.ServiceKind)!));
    }

    private static async Task<NsmIcmpResult> TestAsync(ClusterClient client, Catalog catalog)
    {
        var proof = new IcmpProof(new(client, catalog));
        var rows = new List<NsmIcmpResult>();
        await foreach (var row in proof.TestAsync(await proof.FindAsync(s_ping, Harness.Token), s_ping, Harness.Token))
        {
            rows.Add(row);
        }

        return Assert.Single(rows);
    }

    private static void SetRules(Harness sandbox, string rules) => sandbox.Store.Update(BuiltIn.ConfigMaps, Harness.Space, Rules, item =>
    {
        item["data"] = new JsonObject { ["config.yaml"] = $"aclRules:\n  {rules}\n" };
        return item;
    });
}
