using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using NsmPS.Checks;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;

namespace NsmPS.Core.Tests.Checks.Prerequisites;

public sealed class PrerequisiteTests : IDisposable
{
    private readonly HashSet<string> _denied = [];
    private ApiServer _server = null!;
    private NsmMeshOptions _options = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };

    public PrerequisiteTests() => Start("1.36.1");

    private void Start(string version)
    {
        _server = new ApiServer(version: version);
        Node("n1");
        Node("n2");
        _server.Intercept(request => request.Path.EndsWith("/selfsubjectaccessreviews", StringComparison.Ordinal) ? Review(request) : null);
    }

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Test_FitCluster_EveryRowPasses()
    {
        var rows = await TestAsync();

        Assert.All(rows, row => Assert.Equal(NsmCheckOutcome.Passed, row.Outcome));
        Assert.Equal(["Node/n1", "Node/n2"], rows.Where(row => row.Id == "NodeCapacity").Select(row => row.Target));
        Assert.DoesNotContain(_server.Requests,
            request => !request.IsReadOnly && !request.Path.EndsWith("reviews", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_OldServer_Fails()
    {
        Start("1.17.9");

        await AssertRowAsync("ServerVersion", NsmCheckOutcome.Failed, "v1.17.9");
    }

    [Fact]
    public async Task Test_ReleaseThatIsProvenNowhere_SaysSo()
    {
        _options = new NsmMeshOptions { Version = "v1.18.0" };

        Assert.EndsWith("needs at least 1.21 and is proven on no version.",
            Assert.Single(await TestAsync(), row => row.Id == "ServerVersion").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_VersionMayNotBeRead_IsSkipped()
    {
        _server.Refuse(request => request.Path == "/version", 403, "Forbidden", "User \"jane\" cannot get path \"/version\"");

        var row = Assert.Single(await TestAsync(), row => row.Id == "ServerVersion");
        Assert.Equal(NsmCheckOutcome.Skipped, row.Outcome);
        Assert.Contains("may not read the server's version", row.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("patch daemonsets")]
    [InlineData("create mutatingwebhookconfigurations")]
    [InlineData("patch customresourcedefinitions")]
    [InlineData("watch nodes")]
    [InlineData("get pods/log")]
    [InlineData("create pods/exec")]
    [InlineData("create pods/portforward")]
    public async Task Test_RightMissing_IsNamed(string right)
    {
        _denied.Add(right);

        await AssertRowAsync("Access", NsmCheckOutcome.Failed, right);
    }

    [Fact]
    public async Task Test_OnlyCreateOfConnectionsToPods_IsEnough()
    {
        _denied.UnionWith(["get pods/exec", "get pods/portforward"]);

        Assert.Equal(NsmCheckOutcome.Passed, Assert.Single(await TestAsync(), row => row.Id == "Access").Outcome);
    }

    [Fact]
    public async Task Test_NoRightToEscalate_AsksForWhatTheRolesGive()
    {
        _denied.UnionWith(["escalate clusterroles", "* networkservices"]);

        await AssertRowAsync("Access", NsmCheckOutcome.Failed, "* networkservices");
    }

    [Fact]
    public async Task Test_Plane_AsksOnlyForWhatItNeeds()
    {
        await TestAsync();

        Assert.DoesNotContain(_server.Requests.Where(request => request.Path.EndsWith("reviews", StringComparison.Ordinal)),
            request => request.Json.ToJsonString().Contains("configmaps\",\"namespace", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Test_RestrictedNamespace_Fails()
    {
        Put(
            """
            { "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "nsm-system",
              "labels": { "pod-security.kubernetes.io/enforce": "baseline" } } }
            """);

        await AssertRowAsync("PodSecurity", NsmCheckOutcome.Failed, "baseline");
    }

    [Fact]
    public async Task Test_RestrictedNamespaceOfSpire_FailsForTheReleaseThatUsesIt()
    {
        Put(
            """
            { "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "spire",
              "labels": { "pod-security.kubernetes.io/enforce": "restricted" } } }
            """);
        await AssertAllPassAsync("PodSecurity");
        _options = new NsmMeshOptions { Version = "v1.18.0" };

        await AssertRowAsync("PodSecurity", NsmCheckOutcome.Failed, "refuses the pods of spire-agent");
    }

    [Fact]
    public async Task Test_QuotaWithoutRoom_Fails()
    {
        Put("""{ "apiVersion": "v1", "kind": "Namespace", "metadata": { "name": "nsm-system" } }""");
        Put(
            """
            { "apiVersion": "v1", "kind": "ResourceQuota", "metadata": { "name": "compute", "namespace": "nsm-system" },
              "spec": { "hard": { "pods": "3" } } }
            """);

        await AssertRowAsync("Quotas", NsmCheckOutcome.Failed, "pods: 3 left of 3, needed 5");
    }

    [Fact]
    public async Task Test_PodsTellAnotherFolderOfTheKubelet_FailsUnlessItIsGiven()
    {
        Put(
            """
            { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "csi", "namespace": "default" }, "spec": { "nodeName": "n1",
              "containers": [ { "name": "c" } ],
              "volumes": [ { "name": "v", "hostPath": { "path": "/data/kubelet/plugins_registry/" } } ] } }
            """);
        await AssertRowAsync("KubeletFolder", NsmCheckOutcome.Failed, "takes /data/kubelet for");
        _options = _options with { KubeletPath = "/data/kubelet" };

        await AssertAllPassAsync("KubeletFolder");
    }

    [Theory]
    [InlineData(""" "ports": [ { "hostPort": 5555 } ] """, "false")]
    [InlineData(""" "ports": [ { "containerPort": 5555 } ] """, "true")]
    public async Task Test_ProbePortTaken_Fails(string ports, string hostNetwork)
    {
        Put(
            $$"""
            { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p", "namespace": "default" }, "spec": { "nodeName": "n1",
              "hostNetwork": {{hostNetwork}}, "containers": [ { "name": "c", {{ports}} } ] } }
            """);

        await AssertRowAsync("HostPorts", NsmCheckOutcome.Failed, "Pod/default/p");
    }

    [Fact]
    public async Task Test_NodeOfAnotherArchitecture_WarnsOfItAndOfTheOnlyOneLeft()
    {
        _server.Update(new ObjectKey("v1", "Node", null, "n2"), item => item.Ensure("metadata", "labels")["kubernetes.io/arch"] = "arm64");

        await AssertRowAsync("NodeArchitecture", NsmCheckOutcome.Warning, "linux/amd64");
        await AssertRowAsync("SchedulableNodes", NsmCheckOutcome.Warning, "One node");
    }

    [Fact]
    public async Task Test_FullNode_Fails()
    {
        Put(
            """
            { "apiVersion": "v1", "kind": "Pod", "metadata": { "name": "p", "namespace": "default" }, "spec": { "nodeName": "n1",
              "containers": [ { "name": "c", "resources": { "requests": { "cpu": "1990m", "memory": "1Gi" } } } ] } }
            """);

        await AssertRowAsync("NodeCapacity", NsmCheckOutcome.Failed, "room");
    }

    [Fact]
    public async Task Test_LeftoverWebhook_Warns()
    {
        Put(
            """
            { "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
              "metadata": { "name": "nsm-admission-webhook-cfg" } }
            """);

        await AssertRowAsync("LeftoverWebhook", NsmCheckOutcome.Warning, "earlier");
    }

    [Fact]
    public async Task Test_MeshInAnotherNamespace_Fails()
    {
        using var world = await CheckWorld.StartAsync();
        world.Mesh.Server.Intercept(request =>
            request.Path.EndsWith("/selfsubjectaccessreviews", StringComparison.Ordinal) ? Review(request) : null);

        var rows = await new PrerequisiteTester(new(world.Client, Repository.Catalog))
            .TestAsync(new NsmMeshOptions { Version = "v0.2.1", Namespace = "elsewhere" }, TestContext.Current.CancellationToken);

        Assert.Contains(rows, row => row is { Id: "ExistingMesh", Outcome: NsmCheckOutcome.Failed });
    }

    private async Task<IReadOnlyList<NsmCheckResult>> TestAsync()
    {
        using var client = _server.CreateClient();
        return await new PrerequisiteTester(new(client, Repository.Catalog))
            .TestAsync(_options, TestContext.Current.CancellationToken);
    }

    private async Task AssertAllPassAsync(string id) =>
        Assert.All((await TestAsync()).Where(row => row.Id == id), row => Assert.Equal(NsmCheckOutcome.Passed, row.Outcome));

    private async Task AssertRowAsync(string id, NsmCheckOutcome outcome, string says)
    {
        var row = Assert.Single(await TestAsync(), row => row.Id == id && row.Outcome != NsmCheckOutcome.Passed);
        Assert.Equal(outcome, row.Outcome);
        Assert.Contains(says, row.Message, StringComparison.Ordinal);
        Assert.NotEmpty(row.Hint);
    }

    private HttpResponseMessage Review(SeenRequest request)
    {
        var asked = request.Json["spec"]!["resourceAttributes"]!;
        var resource = asked.Text("resource") + (asked.Text("subresource") is { } part ? "/" + part : "");
        return new HttpResponseMessage(HttpStatusCode.Created)
        {
            Content = JsonContent.Create(new { status = new { allowed = !_denied.Contains($"{asked.Text("verb")} {resource}") } }),
        };
    }

    private void Node(string name) => Put(
        $$"""
        { "apiVersion": "v1", "kind": "Node", "metadata": { "name": "{{name}}" }, "status": { "allocatable": { "cpu": "2",
          "memory": "4Gi", "pods": "110" }, "conditions": [ { "type": "Ready", "status": "True" } ] } }
        """);

    private void Put(string json) => _server.Put(JsonNode.Parse(json)!.AsObject());
}
