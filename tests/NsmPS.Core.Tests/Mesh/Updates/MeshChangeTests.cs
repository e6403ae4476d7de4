using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Mesh.History;
using NsmPS.Core.Tests.Operations;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Mesh.History;
using NsmPS.Mesh.Updates;
using NsmPS.Nsm.Names;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Core.Tests.Mesh.Updates;

/// <summary>What happens to a mesh after it was installed: updates, restorations, and the record of both.</summary>
public sealed class MeshChangeTests : IDisposable
{
    private const string Crashing = "crashing";

    private static readonly NsmMeshOptions s_first = new() { Version = "v0.2.0", ForwardingPlane = "kernel" };
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(2) };

    private readonly FakeMesh _mesh = new();
    private readonly ClusterClient _client;

    public MeshChangeTests()
    {
        _client = _mesh.Server.CreateClient();
        _mesh.OnPod = pod =>
        {
            if (pod.Items("spec", "containers").Any(container => container.Text("image")!.EndsWith(Crashing, StringComparison.Ordinal)))
            {
                pod["status"] = new JsonObject
                {
                    ["phase"] = "Pending",
                    ["containerStatuses"] = new JsonArray(new JsonObject
                    {
                        ["name"] = "nsmd",
                        ["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = "CreateContainerConfigError" } }
                    }),
                };
            }
        };
    }

    private MeshCluster Cluster => new(_client, Repository.Catalog);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Update_ToTheNextRelease_ChangesItAndNoPod()
    {
        await InstallAsync(s_first with { Components = ["jaeger"], ImageRegistry = "mirror.example.com" });
        var (pods, certificate) = (Pods(), Certificate());

        var mesh = (await UpdateAsync(new MeshChange { Version = "0.2.1" })).Result<NsmMesh>();

        Assert.Equal((NsmState.Ready, "v0.2.1", "v0.2.0", 2), (mesh.State, mesh.Version, mesh.ImageTag, mesh.Revision));
        Assert.Empty(mesh.Remarks);
        Assert.Equal(pods, Pods());
        Assert.Equal(certificate, Certificate());
        var revision = (await HistoryAsync())[0];
        Assert.Equal(("Update", true, NsmRevisionState.Complete, "mirror.example.com"),
            (revision.Operation, revision.Current, revision.State, revision.ImageRegistry));
        Assert.Equal(["jaeger"], revision.Components);
    }

    [Fact]
    public async Task Update_Backwards_IsRefusedBeforeAnythingIsWritten()
    {
        await InstallAsync(s_first with { Version = "v0.2.1" });
        var before = _mesh.Server.Requests.Count;

        var error = await Assert.ThrowsAsync<NsmException>(() =>
            new MeshChangePlanner(Cluster).PlanUpdateAsync(null, new MeshChange { Version = "v0.2.0" }, force: false, Token));

        Assert.Equal(NsmErrors.UpdateRefused, error.Error);
        Assert.Contains("v0.2.0 is no update of v0.2.1", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_mesh.Server.Requests.Skip(before), request => !request.IsReadOnly);
    }

    [Fact]
    public async Task Update_OtherImages_NamesTheSampleThatLosesItsWires()
    {
        await InstallAsync(s_first);
        await SampleAsync();

        var plan = await new MeshChangePlanner(Cluster).PlanUpdateAsync(null, new MeshChange { ImageTag = "v9" }, force: false, Token);
        var events = await Events.CollectAsync(plan.RunAsync(s_run, Token));

        var remark = Assert.Single(plan.Summary.Remarks);
        Assert.Contains("DaemonSet/nsm-system/nsmgr and DaemonSet/nsm-system/nsm-kernel-forwarder restart, and that "
            + "mostly breaks the wires of sample icmp-responder", remark, StringComparison.Ordinal);
        Assert.Equal([remark], events.Result<NsmMesh>().Remarks);
        Assert.Contains(events, happened => happened is LifecycleEvent.Warning warning && warning.Text == remark);
        Assert.Equal("v9", events.Result<NsmMesh>().ImageTag);
        Assert.Empty(CheckPods());
    }

    [Fact]
    public async Task Update_ImagesThatCannotBePulled_ChangesNothing()
    {
        await InstallAsync(s_first);
        var (pods, versions) = (Pods(), Versions());

        var error = (await UpdateAsync(new MeshChange { Version = "v0.2.1", ImageTag = FakeMesh.MissingTag },
            s_run with { Rollback = true })).Error();

        Assert.Equal(NsmErrors.ImagesNotPulled, error.Error);
        Assert.Contains("Nothing was changed; revision 1 goes on running", error.Message, StringComparison.Ordinal);
        Assert.Contains("docker.io/networkservicemesh/nsmdp:missing: ErrImageNeverPull it is not on the node (on n1, n2)", error.Message,
            StringComparison.Ordinal);
        Assert.Equal(pods, Pods());
        Assert.Equal(versions, Versions());
        Assert.Empty(CheckPods());
        Assert.Single(await HistoryAsync());
    }

    [Fact]
    public async Task Update_CancelledWhileNodesPull_ChangesNothingAndTakesItsPodsAway()
    {
        await InstallAsync(s_first);
        var (pods, versions) = (Pods(), Versions());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var plan = await new MeshChangePlanner(Cluster)
            .PlanUpdateAsync(null, new MeshChange { ImageTag = FakeMesh.SlowTag }, force: false, Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var happened in plan.RunAsync(s_run, stop.Token))
            {
                // Events that were on their way when it was cancelled still come; the pods are gone by then.
                if (happened is LifecycleEvent.Status { State: NsmState.Pending } && !stop.IsCancellationRequested)
                {
                    Assert.NotEmpty(CheckPods());
                    await stop.CancelAsync();
                }
            }
        });

        Assert.Empty(CheckPods());
        Assert.Equal(pods, Pods());
        Assert.Equal(versions, Versions());
    }

    [Fact]
    public async Task Update_PodsOfTheCheckCannotBeRemoved_StillSaysWhatHappened()
    {
        await InstallAsync(s_first);
        _mesh.Server.Refuse(request => request.Method == "DELETE" && request.Path.Contains("nsmps-image-check", StringComparison.Ordinal),
            403, "Forbidden", "no");

        var events = await UpdateAsync(new MeshChange { ImageTag = FakeMesh.MissingTag });

        Assert.Equal(NsmErrors.ImagesNotPulled, events.Error().Error);
        Assert.Contains("could not be removed", Assert.Single(events.OfType<LifecycleEvent.Warning>()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_ImagesThatCrash_IsFollowedByTheRevisionBefore()
    {
        await InstallAsync(s_first);
        await SampleAsync();

        var events = await UpdateAsync(new MeshChange { Version = "v0.2.1", ImageTag = Crashing }, s_run with { Rollback = true });

        var error = events.Error();
        Assert.Equal(NsmErrors.UpdateRolledBack, error.Error);
        Assert.Contains("The update failed, and revision 1 runs again", error.Message, StringComparison.Ordinal);
        Assert.Contains("CreateContainerConfigError", error.Message, StringComparison.Ordinal);
        Assert.Contains("sample icmp-responder", error.Message, StringComparison.Ordinal);
        Assert.Single(events, happened => happened is LifecycleEvent.Failed or LifecycleEvent.Completed);
        var mesh = await new MeshReader(Cluster).GetAsync(null, Token);
        Assert.Equal((NsmState.Ready, "v0.2.0", "v0.2.0", 3), (mesh!.State, mesh.Version, mesh.ImageTag, mesh.Revision));
        Assert.Equal(["3 Restore 1 Complete", "2 Update  Interrupted", "1 Install  Complete"],
            (await HistoryAsync()).Select(row => $"{row.Revision} {row.Operation} {row.RestoredFrom} {row.State}"));
    }

    [Fact]
    public async Task Update_ImagesThatCrashWithoutRollback_IsUndoneByRestore()
    {
        await InstallAsync(s_first);

        Assert.Equal(NsmErrors.ObjectFailed, (await UpdateAsync(new MeshChange { ImageTag = Crashing })).Error().Error);
        var mesh = (await RestoreAsync()).Result<NsmMesh>();

        Assert.Equal((NsmState.Ready, "v0.2.0", 3), (mesh.State, mesh.ImageTag, mesh.Revision));
    }

    [Fact]
    public async Task Update_AfterOneThatFailed_KeepsWhatTheLastCompleteOneHad()
    {
        await InstallAsync(s_first);
        await UpdateAsync(new MeshChange { ImageTag = Crashing });

        var mesh = (await UpdateAsync(new MeshChange { Components = ["jaeger"] })).Result<NsmMesh>();

        Assert.Equal((NsmState.Ready, "v0.2.0", 2), (mesh.State, mesh.ImageTag, mesh.Revision));
        Assert.True(_mesh.Has("Deployment", "jaeger"));
    }

    [Fact]
    public async Task Update_Cancelled_IsCompletedByTheSameUpdate()
    {
        await InstallAsync(s_first with { Components = ["jaeger"] });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var change = new MeshChange { Version = "v0.2.1", Components = [] };
        var plan = await new MeshChangePlanner(Cluster).PlanUpdateAsync(null, change, force: false, Token);
        _mesh.Server.InterceptAsync(async (request, _) =>
        {
            if (request is { Method: "PATCH", IsReadOnly: false } && request.Path.EndsWith("/daemonsets/nsmgr", StringComparison.Ordinal))
            {
                await stop.CancelAsync();
            }

            return null;
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Events.CollectAsync(plan.RunAsync(s_run, stop.Token)));

        Assert.Equal([NsmRevisionState.Interrupted, NsmRevisionState.Complete], (await HistoryAsync()).Select(row => row.State));
        var mesh = (await UpdateAsync(change)).Result<NsmMesh>();

        Assert.Equal((NsmState.Ready, "v0.2.1", 2), (mesh.State, mesh.Version, mesh.Revision));
        Assert.False(_mesh.Has("Deployment", "jaeger"));
        Assert.Equal([NsmRevisionState.Complete, NsmRevisionState.Complete], (await HistoryAsync()).Select(row => row.State));
    }

    [Fact]
    public async Task Update_Certificate_IsRenewedOnlyWhenAskedFor()
    {
        await InstallAsync(s_first);
        var (certificate, pods) = (Certificate(), Pods());
        Assert.False((await new MeshChangePlanner(Cluster)
            .PlanUpdateAsync(null, new MeshChange(), force: false, Token)).Summary.HasChanges);

        var plan = await new MeshChangePlanner(Cluster)
            .PlanUpdateAsync(null, new MeshChange { RenewCertificate = true }, force: false, Token);
        Assert.True(plan.Summary.RenewsCertificate);
        (await new MeshChangePlanner(Cluster)
            .PlanUpdateAsync(null, MeshChange.Of(plan.Summary), force: false, Token)).EnsureSameAs(plan.Summary);
        var mesh = (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Result<NsmMesh>();

        Assert.NotEqual(certificate, Certificate());
        Assert.Empty(mesh.Remarks);
        Assert.Equal(pods, Pods());
        Assert.InRange(mesh.CertificateExpires!.Value, DateTimeOffset.UtcNow.AddDays(3640), DateTimeOffset.UtcNow.AddDays(3651));
        Assert.Empty(await new MeshComparison(Cluster).CompareAsync(null, Token));
    }

    [Fact]
    public async Task Update_SomebodySetFail_SetsIgnoreBeforeAnyWorkload()
    {
        await InstallAsync(s_first);
        _mesh.Server.Update(WebhookKey, item => item["webhooks"]![0]!["failurePolicy"] = "Fail");

        var plan = await new MeshChangePlanner(Cluster).PlanUpdateAsync(null, new MeshChange { Version = "v0.2.1" }, force: false, Token);
        var targets = (await Events.CollectAsync(plan.RunAsync(s_run, Token))).Targets().ToList();

        Assert.Contains("is set from Fail to Ignore before anything else", Assert.Single(plan.Summary.Remarks), StringComparison.Ordinal);
        Assert.Equal("Ignore", _mesh.Server.Find(WebhookKey)!.Items("webhooks").Single().Text("failurePolicy"));
        Assert.Equal(1, targets.Count(target => target == WebhookKey.ToString()));
        Assert.True(targets.IndexOf(WebhookKey.ToString()) < targets.IndexOf("DaemonSet/nsm-system/nsmgr"));
    }

    [Fact]
    public async Task Restore_EarlierRelease_BringsItsManifestsBackWithTheLiveCertificate()
    {
        await InstallAsync(s_first);
        await UpdateAsync(new MeshChange { Version = "v0.2.1", Components = ["jaeger"], RenewCertificate = true });
        var certificate = Certificate();

        var mesh = (await RestoreAsync()).Result<NsmMesh>();

        Assert.Equal((NsmState.Ready, "v0.2.0", 3), (mesh.State, mesh.Version, mesh.Revision));
        Assert.Equal(certificate, Certificate());
        Assert.False(_mesh.Has("Deployment", "jaeger"));
        Assert.Empty(await new MeshComparison(Cluster).CompareAsync(null, Token));
        Assert.Equal(2, (await new MeshChangePlanner(Cluster).PlanRestoreAsync(null, null, force: false, Token)).Summary.Revision);
    }

    [Fact]
    public async Task Restore_RecordOfTheFirstNsmPS_IsAppliedInTheSameStages()
    {
        await InstallAsync(s_first);
        var plan = await new MeshChangePlanner(Cluster).PlanRestoreAsync(null, 1, force: false, Token);
        _mesh.Server.Update(new ObjectKey("v1", "Secret", FakeMesh.Home, "nsmps.mesh.r1"), OldRecords.Downgrade);

        var old = await new MeshChangePlanner(Cluster).PlanRestoreAsync(null, 1, force: false, Token);

        Assert.False(old.Summary.HasChanges);
        Assert.Equal(plan.Summary.Items.Where(Ordered).Select(item => (item.Stage, item.Name)),
            old.Summary.Items.Where(Ordered).Select(item => (item.Stage, item.Name)));

        static bool Ordered(NsmPlanItem item) =>
            item.Stage != "accounts" && item.Kind is not ("ServiceAccount" or "ClusterRole" or "ClusterRoleBinding");
    }

    [Theory]
    [InlineData(1, "has no earlier revision")]
    [InlineData(7, "has no complete revision 7")]
    public async Task Restore_RevisionThatIsNotThere_IsRefused(int asked, string reason)
    {
        await InstallAsync(s_first);

        var error = await Assert.ThrowsAsync<NsmException>(() =>
            new MeshChangePlanner(Cluster).PlanRestoreAsync(null, asked == 1 ? null : asked, force: false, Token));

        Assert.Equal(NsmErrors.RevisionNotFound, error.Error);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_DamagedRecord_IsARowOfItsOwn()
    {
        await InstallAsync(s_first);
        await UpdateAsync(new MeshChange { Version = "v0.2.1" });
        _mesh.Server.Update(new ObjectKey("v1", "Secret", FakeMesh.Home, "nsmps.mesh.r2"), secret => secret["data"]!["revision"] = "AAAA");

        Assert.Equal(["2 Unreadable False", "1 Complete True"],
            (await HistoryAsync()).Select(row => $"{row.Revision} {row.State} {row.Current}"));
    }

    [Fact]
    public async Task History_MeshOfAnotherTool_IsRefused()
    {
        Assert.Equal(NsmErrors.MeshNotInstalled,
            (await Assert.ThrowsAsync<NsmException>(() => new MeshRecords(Cluster).ReadAsync(null, Token))).Error);
        await InstallAsync(s_first);
        _mesh.Server.Remove(new ObjectKey("v1", "Secret", FakeMesh.Home, "nsmps.mesh.r1"));

        Assert.Equal(NsmErrors.ObjectNotOwned,
            (await Assert.ThrowsAsync<NsmException>(() => new MeshRecords(Cluster).ReadAsync(null, Token))).Error);
        Assert.Equal(NsmErrors.MeshNotInstalled,
            (await Assert.ThrowsAsync<NsmException>(() => new MeshComparison(Cluster).CompareAsync("other", Token))).Error);
    }

    [Fact]
    public async Task Compare_CertificateOfAnother_IsMaskedDrift()
    {
        await InstallAsync(s_first);
        Assert.Empty(await new MeshComparison(Cluster).CompareAsync(null, Token));
        _mesh.Server.Update(new ObjectKey("v1", "Secret", FakeMesh.Home, NsmNames.WebhookSecret),
            secret => secret["data"]!["tls.key"] = "eA==");
        _mesh.Server.Remove(new ObjectKey("apps/v1", "DaemonSet", FakeMesh.Home, NsmNames.ManagerDaemonSet));

        Assert.Equal(["Changed Secret data *** ***", "ObjectMissing DaemonSet   "],
            (await new MeshComparison(Cluster)
                .CompareAsync(null, Token)).Select(row => $"{row.Drift} {row.Kind} {row.Path} {row.Expected} {row.Actual}"));
    }

    private static ObjectKey WebhookKey { get; } = new("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", null,
        NsmNames.WebhookConfiguration);

    private async Task InstallAsync(NsmMeshOptions options) =>
        (await Events.CollectAsync((await new MeshPlanner(Cluster).PlanInstallAsync(options, force: false, Token))
            .RunAsync(s_run, Token))).Result<NsmMesh>();

    private async Task<IReadOnlyList<LifecycleEvent>> UpdateAsync(MeshChange change, RunOptions? run = null) =>
        await Events.CollectAsync((await new MeshChangePlanner(Cluster).PlanUpdateAsync(null, change, force: false, Token)).RunAsync(run
            ?? s_run, Token));

    private async Task<IReadOnlyList<LifecycleEvent>> RestoreAsync() =>
        await Events.CollectAsync((await new MeshChangePlanner(Cluster).PlanRestoreAsync(null, null, force: false, Token))
            .RunAsync(s_run, Token));

    private Task<IReadOnlyList<NsmMeshRevision>> HistoryAsync() => new MeshRecords(Cluster).ReadAsync(null, Token);

    private async Task SampleAsync()
    {
        (await Events.CollectAsync((await new SamplePlanner(Cluster).PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" },
            force: false, Token)).RunAsync(s_run, Token))).Result<NsmSampleApp>();
    }

    private string? Certificate() =>
        _mesh.Server.All(KnownTypes.Secrets).First(item => item.Name() == NsmNames.WebhookSecret).Text("data", "tls.crt");

    private string[] Pods() => [.. _mesh.Server.All(KnownTypes.Pods).Select(pod => pod.Name()).Order(StringComparer.Ordinal)];

    private IEnumerable<JsonObject> CheckPods() =>
        _mesh.Server.All(KnownTypes.Pods).Where(pod => pod.Label(OwnNames.ImageCheckLabel) is not null);

    private string[] Versions() =>
        [.. KnownTypes.All.Where(type => type.Kind != "Pod").SelectMany(_mesh.Server.All)
            .Select(item => $"{item.Key()} {item.Text("metadata", "resourceVersion")}").Order(StringComparer.Ordinal)];
}
