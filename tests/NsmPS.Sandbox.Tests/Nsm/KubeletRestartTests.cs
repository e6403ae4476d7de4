using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class KubeletRestartTests
{
    private const string Default = "default";

    [Fact]
    public async Task KubeletRestart_ClientsOfTheNode_EndAndAreReplacedElsewhere()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        await cluster.CreateSampleAsync();
        var node = cluster.PodsOf(Harness.Client)[0].Node()!;
        JsonObject[] hit = [.. cluster.PodsOf(Harness.Client).Where(pod => pod.Node() == node)];
        string[] others = [.. Living(cluster).Where(pod => hit.All(client => client.Uid() != pod.Uid())).Select(pod => pod.Uid()!)];

        Assert.True(cluster.Kubelets.TryHappen(node));
        await cluster.UntilAsync("the clients are replaced and wired",
            () => cluster.PodsOf(Harness.Client) is var pods && pods.Count == 4 + hit.Length
                && pods.Count(pod => pod.HasCondition("Ready")) == 4
                && cluster.Wires.Wires.Count(wire => wire.State == WireState.Up) == 4);

        Assert.All(hit, client =>
        {
            var pod = cluster.Store.Find(BuiltIn.Pods, client.Uid()!)!;
            Assert.Equal(("Failed", "UnexpectedAdmissionError", null),
                (pod.Text("status", "phase"), pod.Text("status", "reason"), pod.Text("status", "podIP")));
            Assert.Equal("Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices "
                + "networkservicemesh.io/socket, which is unexpected", pod.Text("status", "message"));
        });
        Assert.All(Living(cluster).Where(pod => !others.Contains(pod.Uid())), pod => Assert.NotEqual(node, pod.Node()));
        Assert.Empty(others.Except(Living(cluster).Select(pod => pod.Uid()!)));
        var offered = cluster.Store.Get(BuiltIn.Nodes, null, node)!;
        Assert.All((string[])["allocatable", "capacity"], amounts =>
            Assert.Equal(0, offered.Amount("status", amounts, NsmNames.SocketResource)));

        // What has ended goes at once, and by nobody but its user.
        cluster.Store.Delete(BuiltIn.Pods, Harness.Space, hit[0].Name());
        Assert.Null(cluster.Store.Find(BuiltIn.Pods, hit[0].Uid()!));
    }

    [Fact]
    public async Task KubeletRestart_PodsOfSets_AreDeletedAndMadeAnew()
    {
        await using var cluster = await Harness.StartAsync();
        foreach (var node in cluster.Store.List(BuiltIn.Nodes))
        {
            cluster.Store.Update(BuiltIn.Nodes, null, node.Name(), item =>
            {
                item["status"]!["allocatable"]!["example.com/device"] = "9";
                return item;
            }, status: true);
        }

        const string Template = "template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: 'a:1', resources: {limits: "
            + "{example.com/device: 1}}}]}}";
        cluster.Apply(Yaml.Parse("{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: agent, namespace: default}, spec: {selector: "
            + $"{{matchLabels: {{a: b}}}}, {Template}}}}}"));
        cluster.Apply(Yaml.Parse("{apiVersion: apps/v1, kind: StatefulSet, metadata: {name: db, namespace: default}, spec: {replicas: 1, "
            + $"serviceName: db, selector: {{matchLabels: {{a: b}}}}, {Template}}}}}"));
        await cluster.UntilAsync("all run", () => Living(cluster, Default).Count(pod => pod.HasCondition("Ready")) == 4);
        string[] before = [.. Living(cluster, Default).Select(pod => pod.Uid()!)];

        foreach (var node in cluster.Store.List(BuiltIn.Nodes))
        {
            Assert.True(cluster.Kubelets.TryHappen(node.Name()));
        }

        await cluster.UntilAsync("all are new", () => cluster.Store.List(BuiltIn.Pods, Default) is { Count: 4 } pods
            && pods.All(pod => !before.Contains(pod.Uid()) && !KubeletRestart.HasRejected(pod)));
        Assert.Equal("db-0", Assert.Single(cluster.PodsOf("db")).Name());
    }

    [Fact]
    public async Task KubeletRestart_Page_KnowsTheNodes()
    {
        await using var server = await SandboxServer.StartAsync();

        await server.PostAsync("/sandbox/faults", """{"kind":"KubeletRestart","target":"sandbox-node-1"}""", HttpStatusCode.OK);
        var refusal = await server.PostAsync("/sandbox/faults", """{"kind":"KubeletRestart","target":"nowhere"}""",
            HttpStatusCode.BadRequest);

        Assert.Equal("there is no node nowhere", refusal.Text("message"));
        Assert.Equal("Starting", server.Store.List(BuiltIn.Events).Single().Text("reason"));
    }

    private static IEnumerable<JsonObject> Living(Harness cluster, string ns = Harness.Space) =>
        cluster.Store.List(BuiltIn.Pods, ns).Where(pod => !pod.IsTerminating() && !KubeletRestart.HasRejected(pod));
}
