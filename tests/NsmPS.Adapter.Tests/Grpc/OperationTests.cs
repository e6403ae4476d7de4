extern alias client;

using System.Text;
using client::NsmPS.Meshes;
using Grpc.Core;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>Operations from request to last event, over real gRPC on clusters in memory.</summary>
public sealed partial class OperationTests : AdapterTest
{
    private const string Mesh = "network_service_mesh";
    private const string Icmp = "nsm-icmp-responder-sample-app";

    [Fact]
    public async Task Install_EmptyCluster_SaysInstalledWithFactsOnlyWhenReady()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request(Mesh, "alpha");

        var answer = await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        var end = await events.EndAsync(request.OperationId);

        Assert.Equal(("", request.OperationId), (answer.Error, answer.OperationId));
        Assert.Equal("NSM service mesh installed successfully on alpha: version v0.2.1, forwarding plane vpp, namespace nsm-system",
            end.Summary);
        Assert.StartsWith("The NSM service mesh is now installed. Version v0.2.1, images v0.2.0, forwarding plane vpp, namespace "
            + "nsm-system, cluster alpha, 2 nodes: n1, n2.", end.Details, StringComparison.Ordinal);
        Assert.Equal(("adapter", "NETWORK_SERVICE_MESH", EventType.Info), (end.Component, end.ComponentName, end.EventType));
        Assert.True(mesh.Has("MutatingWebhookConfiguration", "nsm-admission-webhook-cfg"));
        Assert.StartsWith("Installing NSM service mesh on alpha", events.All[0].Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WholeLife_MeshAndSample_EndsEmpty()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();

        Assert.Equal(EventType.Info, (await RunAsync(events, Request("nsm", "alpha"))).EventType);
        var sample = await RunAsync(events, Request(Icmp, "alpha"));
        Assert.Equal("ICMP Responder application installed successfully on alpha: 4 of 4 clients have their wire, "
                + "namespace nsm-system",
            sample.Summary);
        Assert.Contains("4 of 4 clients have their wire", sample.Details, StringComparison.Ordinal);
        var removed = await RunAsync(events, Removal("icmp_sample_install", "alpha"));
        Assert.Equal("ICMP Responder application removed successfully on alpha", removed.Summary);
        Assert.False(mesh.Has("Deployment", "icmp-responder-nsc"));
        var gone = await RunAsync(events, Removal(Mesh, "alpha"));
        Assert.Equal("NSM service mesh removed successfully on alpha", gone.Summary);
        Assert.StartsWith("The NSM service mesh is now removed.", gone.Details, StringComparison.Ordinal);
        Assert.False(mesh.Has("DaemonSet", "nsmgr"));
    }

    [Fact]
    public async Task Install_VersionChosen_IsTheOneInstalled()
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request(Mesh, "alpha");
        request.Version = "v0.2.0";

        Assert.Contains("Version v0.2.0,", (await RunAsync(events, request)).Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("v1.18.0", false)]
    [InlineData("v0.2.1", true)]
    public async Task Install_TheAdministratorHasASpire_OnlyReleasesThatNeedOneLookForIt(string version, bool works)
    {
        await using var adapter = await TestAdapter.StartAsync(settings => settings with { UseExistingSpire = true });
        _ = adapter.Clusters["alpha"];
        using var events = await adapter.ListenAsync();
        var request = Request(Mesh, "alpha");
        request.Version = version;

        await adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        var end = await events.EndAsync(request.OperationId);

        Assert.Equal(works ? EventType.Info : EventType.Error, end.EventType);
        Assert.Equal(!works, end.Details.Contains("clusterspiffeids.spire.spiffe.io", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_TheAdministratorNamesAPullSecretThatIsNotThere_IsAnErrorEventThatNamesIt()
    {
        await using var adapter = await TestAdapter.StartAsync(settings => settings with { ImagePullSecrets = ["reg"] });
        _ = adapter.Clusters["alpha"];
        using var events = await adapter.ListenAsync();
        var request = Request(Mesh, "alpha");

        await adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        var end = await events.EndAsync(request.OperationId);

        Assert.Equal(EventType.Error, end.EventType);
        Assert.Contains("image pull secret 'reg' is not there", end.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_VersionUnknown_IsAnErrorEventThatNamesTheVersions()
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request(Mesh, "alpha");
        request.Version = "v9.9.9";

        var end = await RunAsync(events, request);

        Assert.Equal((EventType.Error, "1027"), (end.EventType, end.ErrorCode));
        Assert.Contains("v0.2.0, v0.2.1, v1.18.0", end.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "nsm-system", false)]
    [InlineData("default", "nsm-system", false)]
    [InlineData("nsm-system", "nsm-system", false)]
    [InlineData("wires", "wires", true)]
    public async Task Install_Namespace_IsTheMeshsOwnUnlessOneWasChosen(string asked, string expected, bool warns)
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request(Mesh, "alpha");
        request.Namespace = asked;

        var end = await RunAsync(events, request);

        Assert.Contains($"namespace {expected},", end.Details, StringComparison.Ordinal);
        Assert.Equal(warns,
            events.All.Any(item => item.EventType == EventType.Warn && item.Summary.Contains("dashboard", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Install_MeshIsInAnotherNamespace_IsToldOnceAndRightly()
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        await RunAsync(events, Request(Mesh, "alpha"));
        var request = Request(Mesh, "alpha");
        request.Namespace = "wires";

        var end = await RunAsync(events, request);

        Assert.Equal("alpha: NSM is installed in namespace 'nsm-system' already.", end.Details);
        Assert.DoesNotContain(events.All, item => item.EventType == EventType.Warn);
    }

    [Fact]
    public async Task Remove_NamespaceHoldsObjectsOfOthers_SaysOnceThatItStays()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        await RunAsync(events, Request(Mesh, "alpha"));
        mesh.Server.Put(System.Text.Json.Nodes.JsonNode.Parse(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"guest","namespace":"nsm-system"}}""")!.AsObject());

        await RunAsync(events, Removal(Mesh, "alpha"));

        var told = Assert.Single(events.All, item => $"{item.Summary} {item.Details}".Contains("stays", StringComparison.Ordinal));
        Assert.Equal((EventType.Warn, ""), (told.EventType, told.Details));
        Assert.Contains("ConfigMap/nsm-system/guest", told.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sample_WithoutMesh_IsAnErrorEventWithCauseAndRemedy()
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();

        var end = await RunAsync(events, Request(Icmp, "alpha"));

        Assert.Equal((EventType.Error, "1034", "Error while installing ICMP Responder application on alpha"),
            (end.EventType, end.ErrorCode, end.Summary));
        Assert.NotEmpty(end.Details);
        Assert.NotEmpty(end.ProbableCause);
        Assert.NotEmpty(end.SuggestedRemediation);
    }

    [Fact]
    public async Task TwoClusters_OneUnreachable_GiveOneSuccessAndOneErrorThatNamesTheCluster()
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request(Mesh, "alpha", FakeConnector.Unreachable);

        await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        var ends = await events.EndsAsync(request.OperationId, 2);

        var failed = Assert.Single(ends, item => item.EventType == EventType.Error);
        Assert.Equal("Error while installing NSM service mesh on unreachable", failed.Summary);
        Assert.Contains("unreachable", failed.Details, StringComparison.Ordinal);
        Assert.Equal("1020", failed.ErrorCode);
        Assert.NotEmpty(failed.ProbableCause);
        Assert.NotEmpty(failed.SuggestedRemediation);
        Assert.StartsWith("NSM service mesh installed successfully on alpha",
            Assert.Single(ends, item => item.EventType == EventType.Info).Summary);
    }

    [Fact]
    public async Task UnknownKey_Request_IsAnsweredAndToldByEvent1014()
    {
        using var events = await Adapter.ListenAsync();

        var end = await RunAsync(events, Request("istio_install", "alpha"));

        Assert.Equal((EventType.Error, "1014", "invalid request"), (end.EventType, end.ErrorCode, end.Summary));
        Assert.Contains("istio_install", end.Details, StringComparison.Ordinal);
        Assert.Contains("error", end.Details, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("bookinfo", "Adapter:Operations:bookinfo:Folder")]
    [InlineData("httpbin", "Adapter:Operations:httpbin:Folder")]
    [InlineData("imagehub", "Adapter:Operations:imagehub:Folder")]
    [InlineData("emojivoto", "Adapter:Operations:emojivoto:Folder")]
    [InlineData("smi_conformance", "Service Mesh Interface")]
    public async Task OperationNotOffered_Request_IsAnErrorThatSaysWhy(string key, string why)
    {
        using var events = await Adapter.ListenAsync();

        var end = await RunAsync(events, Request(key, "alpha"));

        Assert.Equal((EventType.Error, "1064"), (end.EventType, end.ErrorCode));
        Assert.Contains(why, end.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("Smi conformance test", end.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_AppliedAndDeleted_SaysDeployedAndRemoved()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request("custom", "alpha");
        request.CustomBody = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: one\ndata:\n  secret: body-of-test\n";

        var applied = await RunAsync(events, request);
        Assert.Equal("Manifest deployed successfully on alpha", applied.Summary);
        Assert.True(mesh.Has("ConfigMap", "one"));

        var removal = request.Clone();
        (removal.DeleteOp, removal.OperationId) = (true, Guid.NewGuid().ToString());
        Assert.Equal("Manifest removed successfully on alpha", (await RunAsync(events, removal)).Summary);
        Assert.False(mesh.Has("ConfigMap", "one"));
        Assert.DoesNotContain("body-of-test", Encoding.UTF8.GetString(Adapter.Log.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Custom_YamlWithAnchors_IsTaken()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request("custom", "alpha");
        request.CustomBody = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: one, labels: &l {a: b}}\ndata: *l\n";

        Assert.Equal(EventType.Info, (await RunAsync(events, request)).EventType);
        Assert.True(mesh.Has("ConfigMap", "one"));
    }

    [Fact]
    public async Task Custom_YamlBroken_IsAnErrorNotASuccess()
    {
        _ = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        var request = Request("custom", "alpha");
        request.CustomBody = "kind: [\n";

        Assert.Equal((EventType.Error, "1007"), ((await RunAsync(events, request)).EventType, events.All[^1].ErrorCode));
    }

    [Fact]
    public async Task FolderApplication_AppliedFromItsFolder_AndAnEmptyFolderIsAnError()
    {
        using var folder = new NsmPS.Core.Tests.TemporaryFolder();
        await using var adapter = await TestAdapter.StartAsync(settings =>
            settings with { OperationFolders = settings.OperationFolders.Add("httpbin", folder.Path) });
        var mesh = adapter.Clusters["alpha"];
        using var events = await adapter.ListenAsync();
        var early = Request("httpbin", "alpha");
        await adapter.Client.ApplyOperationAsync(early, cancellationToken: Token);
        Assert.Equal((EventType.Error, "1007"), ((await events.EndAsync(early.OperationId)).EventType, events.All[^1].ErrorCode));

        folder.Write("httpbin.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: httpbin\n");
        var late = Request("httpbin", "alpha");
        await adapter.Client.ApplyOperationAsync(late, cancellationToken: Token);

        Assert.Equal("httpbin application installed successfully on alpha", (await events.EndAsync(late.OperationId)).Summary);
        Assert.True(mesh.Has("ConfigMap", "httpbin"));
    }

    [Fact]
    public async Task OperationId_Empty_IsMade()
    {
        var request = Request("unknown", "alpha");
        request.OperationId = "";

        Assert.True(Guid.TryParse((await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token)).OperationId, out _));
    }

    [Fact]
    public async Task Defect_InsideAnOperation_IsAnErrorEventAndTheAdapterGoesOn()
    {
        using var events = await Adapter.ListenAsync();
        Adapter.Clusters.Break = _ => new FormatException("secret-of-test");

        var end = await RunAsync(events, Request(Mesh, "alpha"));

        Assert.Equal((EventType.Error, "1050"), (end.EventType, end.ErrorCode));
        Assert.DoesNotContain("secret-of-test", end.ToString(), StringComparison.Ordinal);
        Assert.Equal("NETWORK_SERVICE_MESH", (await Adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
    }

    [Fact]
    public async Task Component_OfTheMesh_IsAppliedAndOthersAreNamed()
    {
        var mesh = Adapter.Clusters["alpha"];
        using var events = await Adapter.ListenAsync();
        await RunAsync(events, Request(Mesh, "alpha"));
        var request = new ProcessOAMRequest
        {
            KubeConfigs = { "alpha" },
            OamComps =
            {
                """
                {"kind":"Component","metadata":{"name":"wires","namespace":"default"},"spec":{"type":"NetworkService",
                  "settings":{"payload":"IP"}}}
                """,
                """{"metadata":{"name":"x"},"spec":{"type":"VirtualService"}}""",
                "not json",
            },
        };

        var lines = (await Adapter.Client.ProcessOAMAsync(request, cancellationToken: Token)).Message.Split('\n');

        Assert.Contains(lines, line =>
            line.Contains("'VirtualService' is not of the model network_service_mesh", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("component 3:", StringComparison.Ordinal));
        var started = Assert.Single(lines,
            line => line.StartsWith("NetworkService wires: deploying as operation ", StringComparison.Ordinal));
        var end = await events.EndAsync(started.Split(' ')[^1]);
        Assert.Equal(("NetworkService wires deployed successfully on alpha", EventType.Info), (end.Summary, end.EventType));
        Assert.True(mesh.Has("NetworkService", "wires"));
    }

    [Fact]
    public async Task Queue_Full_IsResourceExhausted()
    {
        await using var small = await TestAdapter.StartAsync(settings => settings with { MaxOperations = 2 });
        foreach (var name in new[] { "a", "b", "c" })
        {
            _ = small.Clusters[name];
        }

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await small.Client.ApplyOperationAsync(Request(Mesh, "a", "b", "c"), cancellationToken: Token));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
    }

    private async Task<EventsResponse> RunAsync(EventListener events, ApplyRuleRequest request)
    {
        await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        return await events.EndAsync(request.OperationId);
    }
}
