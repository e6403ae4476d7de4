using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Controllers;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class WorkloadTests
{
    private const string Space = "default";
    private const string Revision = "deployment.kubernetes.io/revision";

    [Fact]
    public async Task Deployment_TemplateChanged_RollsOver()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1")));
        await cluster.UntilAsync("two pods are ready", () => cluster.PodsOf("web").Count(pod => pod.HasCondition("Ready")) == 2);
        var old = cluster.PodsOf("web").Select(pod => pod.Uid()).ToArray();

        cluster.Store.Update(BuiltIn.Deployments, Space, "web", item =>
        {
            item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = "web:2";
            return item;
        });
        await cluster.UntilAsync("the new pods are there and the old ones gone",
            () => cluster.Store.Get(BuiltIn.Deployments, Space, "web")!.Amount("status", "observedGeneration") == 2
            && cluster.Store.Get(BuiltIn.Deployments, Space, "web")!.Condition("Progressing").Text("reason") == "NewReplicaSetAvailable"
            && cluster.Store.List(BuiltIn.Pods, Space).All(pod => !old.Contains(pod.Uid())));

        Assert.Equal(2, cluster.Store.List(BuiltIn.ReplicaSets, Space).Count);
        Assert.All(cluster.PodsOf("web"), pod => Assert.Equal("web:2", pod.Items("spec", "containers").Single().Text("image")));
    }

    [Theory]
    [InlineData("{a: 1, b: {c: [2]}}", "{b: {c: [2]}, a: 1}", true)]
    [InlineData("{a: 1}", "{a: 1, b: {}}", true)]
    [InlineData("{a: [1, 2]}", "{a: [2, 1]}", false)]
    public void Hash_Templates_StandsForWhatTheySay(string left, string right, bool same) =>
        Assert.Equal(same, PodTemplates.Hash(Yaml.Parse(left)[0]) == PodTemplates.Hash(Yaml.Parse(right)[0]));

    [Fact]
    public async Task Deployment_TemplateComesBack_GetsTheNewestRevision()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1")));
        await CompleteAsync("1");
        var first = cluster.Store.List(BuiltIn.ReplicaSets, Space).Single().Name();
        foreach ((var image, var revision) in ((string, string)[])[("web:2", "2"), ("web:1", "3")])
        {
            cluster.Store.Update(BuiltIn.Deployments, Space, "web", item =>
            {
                item["spec"]!["template"]!["spec"]!["containers"]![0]!["image"] = image;
                item["metadata"]!["annotations"]!["note"] = image;
                return item;
            });
            await CompleteAsync(revision);
        }

        var set = cluster.Store.Get(BuiltIn.ReplicaSets, Space, first)!;
        Assert.Equal(("3", "web:1"), (set.Text("metadata", "annotations", Revision), set.Text("metadata", "annotations", "note")));
        var pod = cluster.PodsOf("web")[0].Name();
        Assert.Equal(["Created", "Pulled", "Scheduled", "Started"], cluster.Store.List(BuiltIn.Events, Space)
            .Where(item => item.Text("involvedObject", "name") == pod).Select(item => item.Text("reason")).Distinct().Order());

        Task CompleteAsync(string revision) =>
            cluster.UntilAsync($"revision {revision} is rolled out", () => cluster.Store.Get(BuiltIn.Deployments, Space, "web") is { } web
            && web.Text("metadata", "annotations", Revision) == revision
            && web.Amount("status", "observedGeneration") == web.Amount("metadata", "generation")
            && web.Condition("Progressing").Text("message") is { } message
            && message.StartsWith("ReplicaSet \"web-", StringComparison.Ordinal)
            && message.EndsWith("has successfully progressed.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Deployment_PodIsEnding_IsCounted()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1")));
        await cluster.UntilAsync("two pods are ready", () => cluster.PodsOf("web").Count(pod => pod.HasCondition("Ready")) == 2);
        var held = cluster.PodsOf("web")[0].Name();
        Hold("example.org/held");

        cluster.Store.Delete(BuiltIn.Pods, Space, held);
        await cluster.UntilAsync("the pod counts", () => Counts() == "1 1");
        Hold();
        await cluster.UntilAsync("no pod counts", () => Counts() == "0 0");

        string Counts() => string.Join(' ', cluster.Store.List(BuiltIn.ReplicaSets, Space)
            .Concat(cluster.Store.List(BuiltIn.Deployments, Space))
            .Select(item => item.Text("status", "terminatingReplicas")));

        void Hold(params string[] finalizers) => cluster.Store.Update(BuiltIn.Pods, Space, held, pod =>
        {
            pod["metadata"]!["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)name)]);
            return pod;
        });
    }

    [Fact]
    public async Task Pod_ImageMissing_WaitsInBackOff()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1-missing")));

        await cluster.UntilAsync("it backs off", () => cluster.PodsOf("web").Any(pod => Waiting(pod) == "ImagePullBackOff"));
        Assert.Equal("Pending", cluster.PodsOf("web")[0].Text("status", "phase"));
    }

    [Fact]
    public async Task Pod_WorkloadCrashes_IsRestartedUntilTheFaultEnds()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.PodCrash, Target = "web" });
        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1")));

        await cluster.UntilAsync("it was restarted and backs off",
            () =>
                cluster.PodsOf("web").Any(pod =>
                    Waiting(pod) == "CrashLoopBackOff" && pod.Items("status", "containerStatuses").Single().Amount("restartCount") > 0));
        var pod = cluster.PodsOf("web").First(pod => pod.Items("status", "containerStatuses").Single().Amount("restartCount") > 0);
        Assert.Contains(cluster.Cluster.Read(Space, pod.Name(), "main", previous: true),
            line => line.Contains("fatal", StringComparison.Ordinal));
        cluster.Faults.Clear();
        await cluster.UntilAsync("all are ready", () => cluster.PodsOf("web").All(item => item.HasCondition("Ready")));
    }

    [Fact]
    public async Task Pod_NoNodeFits_IsReportedInConditionAndEvent()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: big, namespace: default}, spec: {containers: [{name: main, "
            + "image: 'a:1', resources: {requests: {cpu: '99'}}}]}}"));

        const string Message = "0/3 nodes are available: 3 Insufficient cpu.";
        await cluster.UntilAsync("it is refused",
            () => cluster.Store.Get(BuiltIn.Pods, Space, "big")!.Condition("PodScheduled").Text("message") == Message);
        await cluster.UntilAsync("the event is there",
            () => cluster.Store.List(BuiltIn.Events, Space)
                .Any(item => item.Text("reason") == "FailedScheduling" && item.Text("message") == Message));
    }

    [Fact]
    public async Task StatefulSetAndJob_Created_ReachTheirEnd()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse(Workload("StatefulSet", "db", "db:1")));
        cluster.Apply(Yaml.Parse("{apiVersion: batch/v1, kind: Job, metadata: {name: once, namespace: default}, spec: {template: {spec: "
            + "{restartPolicy: Never, containers: [{name: main, image: 'a:1'}]}}}}"));

        await cluster.UntilAsync("the job is complete", () => cluster.Store.Get(BuiltIn.Jobs, Space, "once")!.HasCondition("Complete"));
        await cluster.UntilAsync("the set is ready",
            () => cluster.Store.Get(BuiltIn.StatefulSets, Space, "db")!.Amount("status", "readyReplicas") == 2);
        Assert.Equal(["db-0", "db-1"], cluster.PodsOf("db").Select(pod => pod.Name()));
    }

    [Theory]
    [InlineData("command: [sleep, '1000']", 1000.0)]
    [InlineData("command: [sh, -c], args: ['sleep 2m; sleep 0.5']", 120.5)]
    [InlineData("args: [sleep, infinity]", null)]
    [InlineData("command: [sh, -c, 'while :; do date; sleep 1; done']", null)]
    [InlineData("command: [tail, -f, /dev/null]", null)]
    [InlineData("command: [date]", 7.0)]
    [InlineData("image: sleep", 7.0)]
    public void RunTime_Command_TellsHowLong(string container, double? seconds) => Assert.Equal(
        seconds is { } number ? TimeSpan.FromSeconds(number) : TimeSpan.MaxValue,
        RunTime.Of(Yaml.Parse($"{{apiVersion: v1, kind: Pod, {container}}}")[0], TimeSpan.FromSeconds(7)));

    [Fact]
    public async Task Pod_ThatIsNotRestartedAndSleeps_RunsAsLongAsItSleeps()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: long, namespace: default}, spec: {restartPolicy: Never, "
            + "containers: [{name: main, image: 'a:1', command: [sleep, '1000']}]}}"));
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: Pod, metadata: {name: short, namespace: default}, spec: {restartPolicy: Never, "
            + "containers: [{name: main, image: 'a:1', command: [sleep, '1']}]}}"));

        await cluster.UntilAsync("the short one has ended",
            () => cluster.Store.Get(BuiltIn.Pods, Space, "short").Text("status", "phase") == "Succeeded");

        Assert.Equal("Running", cluster.Store.Get(BuiltIn.Pods, Space, "long").Text("status", "phase"));
    }

    [Fact]
    public async Task Node_Down_ReportsNothingAndTakesNothing()
    {
        await using var cluster = await Harness.StartAsync();
        var node = cluster.Store.List(BuiltIn.Nodes)[0].Name();
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.NodeDown, Target = node });
        await cluster.UntilAsync("the node is unknown",
            () => cluster.Store.Get(BuiltIn.Nodes, null, node)!.Condition("Ready").Text("status") == "Unknown");

        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1")));
        await cluster.UntilAsync("the pods are ready elsewhere",
            () => cluster.PodsOf("web") is { Count: 2 } pods && pods.All(pod => pod.HasCondition("Ready") && pod.Node() != node));
        cluster.Faults.Clear();
        await cluster.UntilAsync("the node is back",
            () => cluster.Store.Get(BuiltIn.Nodes, null, node)!.HasCondition("Ready")
                && !cluster.Store.Get(BuiltIn.Nodes, null, node)!.Items("spec", "taints").Any());
    }

    [Fact]
    public async Task Pod_SlowStart_StaysInCreationAndCanStillBeDeleted()
    {
        await using var cluster = await Harness.StartAsync();
        cluster.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.SlowPods, DelayMilliseconds = 600_000 });
        cluster.Apply(Yaml.Parse(Workload("Deployment", "web", "web:1")));

        await cluster.UntilAsync("its containers are being created",
            () => cluster.PodsOf("web") is { Count: 2 } pods && pods.All(pod => Waiting(pod) == "ContainerCreating"));
        cluster.Store.Delete(BuiltIn.Deployments, Space, "web");
        await cluster.UntilAsync("all is gone",
            () => cluster.Store.List(BuiltIn.Pods, Space).Count == 0 && cluster.Store.List(BuiltIn.ReplicaSets, Space).Count == 0);
    }

    [Fact]
    public async Task Deployment_AccountMissing_SaysThatPodsCannotBeMade()
    {
        await using var cluster = await Harness.StartAsync();
        var deployment = Yaml.Parse(Workload("Deployment", "web", "web:1"))[0];
        deployment["spec"]!["template"]!["spec"]!["serviceAccountName"] = "nobody";
        cluster.Apply([deployment]);

        await cluster.UntilAsync("the condition says so",
            () => cluster.Store.Get(BuiltIn.Deployments, Space, "web")!.Condition("ReplicaFailure")
                .Text("message")?.Contains("serviceaccount \"nobody\" not found", StringComparison.Ordinal) == true);
        cluster.Apply(Yaml.Parse("{apiVersion: v1, kind: ServiceAccount, metadata: {name: nobody, namespace: default}}"));
        await cluster.UntilAsync("the pods come",
            () => cluster.PodsOf("web") is { Count: 2 } pods && pods.All(pod => pod.HasCondition("Ready")));
        await cluster.UntilAsync("the condition goes",
            () => cluster.Store.Get(BuiltIn.Deployments, Space, "web")!.Condition("ReplicaFailure") is null);
    }

    private static string? Waiting(JsonObject pod) =>
        pod.Items("status", "containerStatuses").Select(item => item.Text("state", "waiting", "reason")).FirstOrDefault();

    private static string Workload(string kind, string name, string image) =>
        $"{{apiVersion: apps/v1, kind: {kind}, metadata: {{name: {name}, namespace: default}}, spec: {{replicas: 2, selector: "
            + $"{{matchLabels: {{app: {name}}}}}, template: {{metadata: {{labels: {{app: {name}}}}}, spec: {{containers: [{{name: main, "
            + $"image: '{image}'}}]}}}}}}}}";
}
