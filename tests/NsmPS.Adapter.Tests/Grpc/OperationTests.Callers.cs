extern alias client;

using System.Net;
using client::NsmPS.Meshes;
using Google.Protobuf;
using Grpc.Core;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>On whose cluster an operation works, and how many one caller may have.</summary>
public sealed partial class OperationTests
{
    [Fact]
    public async Task NoKubeconfig_Request_IsAnErrorAndNeverTheAdaptersOwnCluster()
    {
        var own = Adapter.Clusters["own"];
        using var events = await Adapter.ListenAsync();

        var end = await RunAsync(events, Request(Mesh));

        Assert.Equal((EventType.Error, "1061"), (end.EventType, end.ErrorCode));
        Assert.Empty(own.Server.Requests);
    }

    [Fact]
    public async Task NoKubeconfig_AfterCreateMeshInstance_IsAnErrorUnlessTheAdministratorAllowsIt()
    {
        _ = Adapter.Clusters["old"];
        using var events = await Adapter.ListenAsync();
        await Adapter.Client.CreateMeshInstanceAsync(Instance("first", "old"), cancellationToken: Token);

        Assert.Equal("1061", (await RunAsync(events, Request(Mesh))).ErrorCode);
    }

    [Fact]
    public async Task NoKubeconfig_AfterCreateMeshInstance_WorksOnItsContextForItsConnectionOnly()
    {
        await using var adapter = await TestAdapter.StartAsync(settings => settings with { RememberKubeconfig = true });
        _ = adapter.Clusters["second"];
        using var events = await adapter.ListenAsync();
        await adapter.Client.CreateMeshInstanceAsync(Instance("first", "second"), cancellationToken: Token);
        await adapter.Client.CreateMeshInstanceAsync(new CreateMeshInstanceRequest(), cancellationToken: Token);
        var (own, strange) = (Request(Mesh), Request(Mesh));

        await adapter.Client.ApplyOperationAsync(own, cancellationToken: Token);
        await new MeshService.MeshServiceClient(adapter.NewChannel()).ApplyOperationAsync(strange, cancellationToken: Token);

        Assert.StartsWith("NSM service mesh installed successfully on second", (await events.EndAsync(own.OperationId)).Summary,
            StringComparison.Ordinal);
        Assert.Equal("1061", (await events.EndAsync(strange.OperationId)).ErrorCode);
    }

    [Theory]
    [InlineData("garbage", "")]
    [InlineData("", "nowhere")]
    public async Task CreateMeshInstance_KubeconfigOrContextThatIsNone_IsInvalidArgument(string text, string context)
    {
        var instance = Instance("first", "second");
        (instance.K8SConfig, instance.ContextName) = (text.Length > 0 ? ByteString.CopyFromUtf8(text) : instance.K8SConfig, context);

        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(async () =>
            await Adapter.Client.CreateMeshInstanceAsync(instance, cancellationToken: Token))).StatusCode);
    }

    [Fact]
    public async Task ServerNotAllowed_Request_IsRefusedBeforeAnythingIsSent()
    {
        await using var adapter = await TestAdapter.StartAsync(
            settings => settings with { AllowedServers = [new("clusters.example", 6443)] }, realConnections: true);
        using var events = await adapter.ListenAsync();
        var request = Request(Mesh, Core.Tests.Fakes.KubeconfigFolder.Config("x", "https://127.0.0.1:1"));

        await adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);

        var end = await events.EndAsync(request.OperationId);
        Assert.Equal("1051", end.ErrorCode);
        Assert.Contains("AllowedServers", end.Details, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServersOwnWords_OtherMachines_HearThemOnlyOfServersThatTheAdministratorNamed(bool named)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux answers on all of 127.0.0.0/8.");
        await using var adapter = await TestAdapter.StartAsync(
            settings => settings with { AllowedServers = named ? [new("alpha.test", null)] : [] });
        adapter.Clusters["alpha"].Server.Refuse(request => !request.IsReadOnly, 403, "Forbidden", "words of a stranger");
        using var own = await adapter.ListenAsync();
        using var other = await adapter.ListenAsync(IPAddress.Parse("127.0.0.2"));
        var request = Request(Mesh, "alpha");

        await adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);

        var (told, heard) = (await own.EndAsync(request.OperationId), await other.EndAsync(request.OperationId));
        Assert.Contains("words of a stranger", told.Details, StringComparison.Ordinal);
        Assert.Equal((told.Summary, told.ErrorCode, told.OperationId), (heard.Summary, heard.ErrorCode, heard.OperationId));
        Assert.Equal(named, heard.ToString().Contains("words of a stranger", StringComparison.Ordinal));
        using var late = await adapter.ListenAsync(IPAddress.Parse("127.0.0.2"));
        Assert.Equal(heard.Details, (await late.EndAsync(request.OperationId)).Details);
    }

    [Fact]
    public async Task EmptyKey_Request_IsToldItsLikelyCause()
    {
        using var events = await Adapter.ListenAsync();

        var request = Request("", "alpha");

        var answer = await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);

        var end = await events.EndAsync(request.OperationId);
        Assert.Equal("1014", end.ErrorCode);
        Assert.All([answer.Error, end.Details], text =>
            Assert.Contains("components are not registered there", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Share_OfOneServer_LeavesPlacesForOthers()
    {
        await using var small = await TestAdapter.StartAsync(settings => settings with { MaxOperations = 8 });
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        small.Clusters["hangs"].Server.InterceptAsync(async (_, cancellationToken) =>
        {
            await gate.Task.WaitAsync(cancellationToken);
            return null;
        });
        _ = small.Clusters["other"];
        using var events = await small.ListenAsync();
        var waiting = Enumerable.Range(0, 4).Select(number => Request(number % 2 == 0 ? Mesh : Icmp, "hangs")).ToList();
        foreach (var request in waiting)
        {
            await small.Client.ApplyOperationAsync(request, cancellationToken: Token);
        }

        var (fifth, other) = (Request(Mesh, "hangs"), Request(Mesh, "other"));
        await small.Client.ApplyOperationAsync(fifth, cancellationToken: Token);
        await small.Client.ApplyOperationAsync(other, cancellationToken: Token);

        Assert.Equal("1062", (await events.EndAsync(fifth.OperationId)).ErrorCode);
        Assert.Equal(EventType.Info, (await events.EndAsync(other.OperationId)).EventType);
        gate.SetResult();
        foreach (var request in waiting)
        {
            await events.EndAsync(request.OperationId);
        }
    }

    [Fact]
    public async Task Share_OfOneCaller_IsNotEverything()
    {
        await using var small = await TestAdapter.StartAsync(settings => settings with { MaxOperations = 4 });

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await small.Client.ApplyOperationAsync(Request(Mesh, "a", "b", "c", "d"), cancellationToken: Token));

        Assert.Equal(StatusCode.ResourceExhausted, refused.StatusCode);
        Assert.Contains("so that others can work too", refused.Status.Detail, StringComparison.Ordinal);
    }

    // A kubeconfig of two contexts whose current one is the first.
    private static CreateMeshInstanceRequest Instance(string current, string asked) => new()
    {
        K8SConfig = ByteString.CopyFromUtf8(
            $"current-context: {current}\n"
            + "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\nusers: [{name: u, user: {token: t}}]\n"
            + $"contexts: [{{name: first, context: {{cluster: c, user: u}}}}, {{name: {asked}, context: {{cluster: c, user: u}}}}]\n"),
        ContextName = asked,
    };
}
