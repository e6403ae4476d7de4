using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Core.Tests.Mesh;

public sealed class MeshLifecycleTests : IDisposable
{
    private static readonly NsmMeshOptions s_options = new() { Version = "v0.2.1", ForwardingPlane = "kernel" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private static readonly ObjectKey s_webhook = new(KnownTypes.MutatingWebhookConfigurations.ApiVersion,
        KnownTypes.MutatingWebhookConfigurations.Kind, null, NsmNames.WebhookConfiguration);

    private readonly FakeMesh _mesh = new();
    private readonly ClusterClient _client;

    public MeshLifecycleTests()
    {
        _client = _mesh.Server.CreateClient();
    }

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Install_EmptyCluster_EndsReadyWithTheWebhookLast()
    {
        var events = await InstallAsync(s_options);

        var mesh = events.Result<NsmMesh>();
        Assert.Equal((NsmState.Ready, "v0.2.1", "v0.2.0", "kernel", 1),
            (mesh.State, mesh.Version, mesh.ImageTag, mesh.ForwardingPlane, mesh.Revision));
        Assert.True(mesh is { Managed: true, Injecting: true });
        Assert.Equal(["n1", "n2"], mesh.Nodes.Select(node => node.Name));
        Assert.All(mesh.Nodes, node => Assert.True(node.ManagerIsCurrent && node.Sockets == 30));
        var targets = events.Targets().ToList();
        Assert.Equal("Namespace/nsm-system", targets[0]);
        Assert.Equal("MutatingWebhookConfiguration/nsm-admission-webhook-cfg", targets[^1]);
        Assert.True(targets.FindIndex(target =>
            target.StartsWith("CustomResourceDefinition", StringComparison.Ordinal)) < targets.IndexOf("DaemonSet/nsm-system/nsmgr"));
    }

    [Fact]
    public async Task PlanInstall_EmptyCluster_WritesNothingAndMarksWhatIsNotProvable()
    {
        var plan = await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token);

        Assert.DoesNotContain(_mesh.Server.Requests, request => !request.IsReadOnly);
        Assert.All(plan.Summary.Items, item => Assert.Equal(NsmPlanAction.Create, item.Action));
        Assert.False(plan.Summary.Items.First(item => item.Name == "nsmgr").ServerValidated);
        Assert.True(plan.Summary.Items.First(item => item.Kind == "ClusterRole").ServerValidated);
    }

    [Fact]
    public async Task Install_Twice_WritesNothingTheSecondTime()
    {
        await InstallAsync(s_options);
        var before = _mesh.Server.Requests.Count;

        var mesh = (await InstallAsync(s_options)).Result<NsmMesh>();

        Assert.Equal((NsmState.Ready, 1), (mesh.State, mesh.Revision));
        Assert.DoesNotContain(_mesh.Server.Requests.Skip(before), request => !request.IsReadOnly);
    }

    [Fact]
    public async Task Install_Again_KeepsTheCertificateAndCountsARevision()
    {
        await InstallAsync(s_options);
        var certificate = Certificate();

        var mesh = (await InstallAsync(s_options with { Components = ["jaeger"] })).Result<NsmMesh>();

        Assert.Equal(2, mesh.Revision);
        Assert.Equal(certificate, Certificate());
    }

    [Fact]
    public async Task Install_ComponentNoLongerAskedFor_RemovesIt()
    {
        await InstallAsync(s_options with { Components = ["jaeger"] });
        Assert.True(_mesh.Has("Deployment", "jaeger"));

        var events = await InstallAsync(s_options);

        Assert.IsType<LifecycleEvent.Completed>(events[^1]);
        Assert.False(_mesh.Has("Deployment", "jaeger"));
        Assert.False((await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token)).Summary.HasChanges);
    }

    [Fact]
    public async Task Install_ManyRevisions_KeepsTheTenNewest()
    {
        for (var i = 0; i < 12; i++)
        {
            await InstallAsync(s_options with { Components = i % 2 == 0 ? ["jaeger"] : [], ImageTag = $"v{i}" });
        }

        var revisions = _mesh.Server.All(KnownTypes.Secrets).Select(secret => secret.Label(OwnNames.RevisionLabel)).OfType<string>()
            .Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).Order();

        Assert.Equal(Enumerable.Range(3, 10), revisions);
    }

    [Fact]
    public async Task Install_ObjectOfKubectl_IsRefusedBeforeAnythingIsWritten()
    {
        _mesh.Server.Put(new JsonObject
        {
            ["apiVersion"] = "rbac.authorization.k8s.io/v1",
            ["kind"] = "ClusterRole",
            ["metadata"] = new JsonObject { ["name"] = "nsm-role" },
            ["rules"] = new JsonArray()
        });
        var before = _mesh.Server.Requests.Count;

        var error = await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token));

        Assert.Equal(NsmErrors.ObjectNotOwned, error.Error);
        Assert.Contains("ClusterRole/nsm-role", error.Message, StringComparison.Ordinal);
        Assert.Contains("kubectl", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_mesh.Server.Requests.Skip(before), request => !request.IsReadOnly);
    }

    [Fact]
    public async Task Install_WebhookThatNeverInjects_FailsInTime()
    {
        _mesh.Injects = false;

        var error = (await InstallAsync(s_options, s_run with { Timeout = TimeSpan.FromSeconds(2) })).Error();

        Assert.Equal(NsmErrors.InjectionNotWorking, error.Error);
    }

    [Fact]
    public async Task Install_PodWithBadImageName_FailsAtOnceAndNamesIt()
    {
        _mesh.OnPod = pod =>
        {
            if (pod.Name().StartsWith("nsm-kernel", StringComparison.Ordinal))
            {
                pod["status"] = new JsonObject
                {
                    ["phase"] = "Pending",
                    ["containerStatuses"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "kernel-forwarder",
                        ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "InvalidImageName" } }
                    }),
                };
            }
        };

        var error = (await InstallAsync(s_options)).Error();

        Assert.Equal(NsmErrors.ObjectFailed, error.Error);
        Assert.Contains("container kernel-forwarder: InvalidImageName", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OtherGeneration_IsRefused()
    {
        _mesh.Server.Put(new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = "networkservices.networkservicemesh.io" },
            ["spec"] = new JsonObject
            {
                ["group"] = NsmNames.Group,
                ["scope"] = "Namespaced",
                ["names"] = new JsonObject { ["kind"] = "NetworkService", ["plural"] = "networkservices" },
                ["versions"] = new JsonArray(new JsonObject { ["name"] = "v1" })
            },
        });

        Assert.Equal(NsmErrors.MeshConflict,
            (await Assert.ThrowsAsync<NsmException>(() => new MeshPlanner(Cluster)
                .PlanInstallAsync(s_options, force: false, Token))).Error);
    }

    [Fact]
    public async Task Install_OtherPlaneOrNamespace_IsRefused()
    {
        await InstallAsync(s_options);

        Assert.Equal(NsmErrors.MeshConflict,
            (await Assert.ThrowsAsync<NsmException>(() =>
                new MeshPlanner(Cluster).PlanInstallAsync(s_options with { ForwardingPlane = "vpp" }, force: false, Token))).Error);
        Assert.Equal(NsmErrors.MeshConflict,
            (await Assert.ThrowsAsync<NsmException>(() =>
                new MeshPlanner(Cluster).PlanInstallAsync(s_options with { Namespace = "other" }, force: false, Token))).Error);
    }

    [Fact]
    public async Task Install_NoWait_EndsWithoutWaiting()
    {
        _mesh.Injects = false;

        var mesh = (await InstallAsync(s_options, s_run with { Wait = false })).Result<NsmMesh>();

        Assert.Equal(NsmState.Pending, mesh.State);
        Assert.Contains("not proven", mesh.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_mesh.Server.Requests, request => request.Method == "POST");
    }

    [Fact]
    public async Task Install_Cancelled_EndsAndTheSameInstallCompletesUnderTheSameRevision()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var plan = await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token);
        _mesh.Server.InterceptAsync(async (request, _) =>
        {
            if (request is { Method: "PATCH", IsReadOnly: false } && request.Path.EndsWith("/daemonsets/nsmgr", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
            }

            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Events.CollectAsync(plan.RunAsync(s_run, stop.Token)));
        Assert.False(_mesh.Has("MutatingWebhookConfiguration", NsmNames.WebhookConfiguration));

        Assert.Equal((NsmState.Ready, 1),
            (await InstallAsync(s_options)).Result<NsmMesh>() is var mesh ? (mesh.State, mesh.Revision) : default);
    }

    [Fact]
    public async Task Uninstall_InstalledMesh_LeavesWhatWasThereBefore()
    {
        var before = Names();
        await InstallAsync(s_options);

        var events = await UninstallAsync();

        Assert.IsType<LifecycleEvent.Completed>(events[^1]);
        Assert.Equal("MutatingWebhookConfiguration/nsm-admission-webhook-cfg", events.Targets().First());
        Assert.Equal("Namespace/nsm-system", events.Targets().Last());
        Assert.Equal(before, Names());
        Assert.Null(await new MeshReader(Cluster).GetAsync(null, Token));
    }

    [Fact]
    public async Task Uninstall_WebhookThatRefusesPodsAndIsHeld_RefusesNoneMeanwhile()
    {
        await InstallAsync(s_options);
        _mesh.Server.Update(s_webhook, item =>
        {
            item["webhooks"]![0]!["failurePolicy"] = "Fail";
            item.Ensure("metadata")["finalizers"] = new JsonArray("test/hold");
        });

        var events = await UninstallAsync(s_run with { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(NsmErrors.RemovalBlocked, events.Error().Error);
        Assert.Equal("Ignore", _mesh.Server.Find(s_webhook).Items("webhooks").Single().Text("failurePolicy"));
        Assert.NotNull(_mesh.Server.Find(s_webhook)!.Label("app.kubernetes.io/managed-by"));
    }

    [Fact]
    public async Task Uninstall_WebhookThatMayNotBeChanged_DeletesItAndSaysSo()
    {
        await InstallAsync(s_options);
        _mesh.Server.Update(s_webhook, item => item["webhooks"]![0]!["failurePolicy"] = "Fail");
        _mesh.Server.Refuse(request => request.Method == "PATCH"
            && request.Path.Contains("mutatingwebhookconfigurations", StringComparison.Ordinal), 403, "Forbidden", "no");

        var events = await UninstallAsync();

        Assert.IsType<LifecycleEvent.Completed>(events[^1]);
        Assert.False(_mesh.Has("MutatingWebhookConfiguration", NsmNames.WebhookConfiguration));
        Assert.Contains(events.OfType<LifecycleEvent.Warning>(),
            warning => warning.Text.Contains("without being set to Ignore", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uninstall_NothingThere_SaysSo() =>
        Assert.Contains("nothing", Assert.IsType<LifecycleEvent.Completed>((await UninstallAsync())[^1]).Text, StringComparison.Ordinal);

    [Fact]
    public async Task Uninstall_HandMadeNetworkService_KeepsItAndTheDefinitions()
    {
        await InstallAsync(s_options);
        _mesh.Server.Put(new JsonObject
        {
            ["apiVersion"] = NsmNames.ApiVersion,
            ["kind"] = "NetworkService",
            ["metadata"] = new JsonObject { ["name"] = "mine", ["namespace"] = "default" },
            ["spec"] = new JsonObject
            {
                ["matches"] = new JsonArray(new JsonObject { ["sourceSelector"] = new JsonObject { ["app"] = "x" } })
            },
        });

        var events = await UninstallAsync();

        Assert.True(_mesh.Has("NetworkService", "mine"));
        Assert.Contains(events.OfType<LifecycleEvent.Warning>(),
            warning => warning.Text.Contains("NetworkService/default/mine", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Uninstall_ObjectsOfOthersInTheNamespace_KeepsIt()
    {
        await InstallAsync(s_options);
        _mesh.Server.Put(Sample.ConfigMap("theirs", @namespace: FakeMesh.Home));

        await UninstallAsync();

        Assert.True(_mesh.Has("ConfigMap", "theirs"));
        Assert.True(_mesh.Has("Namespace", FakeMesh.Home));
        Assert.False(_mesh.Has("DaemonSet", NsmNames.ManagerDaemonSet));
    }

    [Fact]
    public async Task EnsureSameAs_ClusterMovedOn_IsOutdated()
    {
        var agreed = (await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token)).Summary;
        (await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token)).EnsureSameAs(agreed);
        await InstallAsync(s_options);

        var now = await new MeshPlanner(Cluster).PlanInstallAsync(s_options, force: false, Token);

        Assert.Equal(NsmErrors.PlanOutdated, Assert.Throws<NsmException>(() => now.EnsureSameAs(agreed)).Error);
    }

    private async Task<IReadOnlyList<LifecycleEvent>> InstallAsync(NsmMeshOptions options, RunOptions? run = null) =>
        await Events.CollectAsync((await new MeshPlanner(Cluster).PlanInstallAsync(options, force: false, Token)).RunAsync(run
            ?? s_run, Token));

    private async Task<IReadOnlyList<LifecycleEvent>> UninstallAsync(RunOptions? run = null) =>
        await Events.CollectAsync((await new MeshRemovalPlanner(Cluster).PlanUninstallAsync(null, force: false, Token)).RunAsync(run
            ?? s_run, Token));

    private string? Certificate() =>
        _mesh.Server.All(KnownTypes.Secrets).First(item => item.Name() == NsmNames.WebhookSecret).Text("data", "tls.crt");

    private string[] Names() =>
        [.. KnownTypes.All.SelectMany(_mesh.Server.All).Select(item => item.Key().ToString()).Order(StringComparer.Ordinal)];
}
