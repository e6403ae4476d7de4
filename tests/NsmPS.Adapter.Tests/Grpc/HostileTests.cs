extern alias client;

using client::NsmPS.Meshes;
using Grpc.Core;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>Requests of somebody who means harm: each is refused with its own error,
/// nothing is run or opened, and the adapter goes on serving.</summary>
public sealed class HostileTests : AdapterTest
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kubeconfigs => [.. HostileKubeconfigs.All("").Keys];

    public static TheoryData<string> Fields => [.. s_fields.Keys];

    private static readonly Dictionary<string, (Action<ApplyRuleRequest> Change, string Names)> s_fields = new(StringComparer.Ordinal)
    {
        ["key too long"] = (request => request.OpName = new string('k', 254), "opName"),
        ["namespace with capitals"] = (request => request.Namespace = "Default", "namespace"),
        ["namespace with a path"] = (request => request.Namespace = "../../secrets", "namespace"),
        ["namespace with a line feed"] = (request => request.Namespace = "default\n", "namespace"),
        ["namespace too long"] = (request => request.Namespace = new string('n', 64), "namespace"),
        ["namespace of digits of another script"] = (request => request.Namespace = "ns\u0661", "namespace"),
        ["version with a path"] = (request => request.Version = "../v0.2.0", "version"),
        ["version too long"] = (request => request.Version = new string('1', 64), "version"),
        ["version with blanks"] = (request => request.Version = "v0.2.0 --force", "version"),
        ["operation id too long"] = (request => request.OperationId = new string('1', 129), "operation_id"),
        ["operation id with a terminal sequence"] = (request => request.OperationId = "\u001b[2J", "operation_id"),
        ["operation id with a line feed"] = (request => request.OperationId = "a\nb", "operation_id"),
        ["33 kubeconfigs"] = (request =>
            request.KubeConfigs.AddRange(Enumerable.Range(0, 33).Select(number => $"k{number}")), "kube_configs"),
        ["kubeconfig too large"] = (request => request.KubeConfigs.Add(new string('k', (1024 * 1024) + 1)), "kubeconfig"),
        ["custom without YAML"] = (request => (request.OpName, request.CustomBody) = ("custom", " \n"), "custom_body"),
        ["YAML too large"] = (request =>
            (request.OpName, request.CustomBody) = ("custom", new string('y', (2 * 1024 * 1024) + 1)), "custom_body"),
    };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    private protected override Task<TestAdapter> StartAsync() =>
        TestAdapter.StartAsync(settings => settings with { RememberKubeconfig = true }, realConnections: true);

    [Theory]
    [MemberData(nameof(Kubeconfigs))]
    public async Task Kubeconfig_Hostile_IsRefusedWithItsOwnErrorAndRunsNothing(string name)
    {
        var canary = Path.Combine(_folder.Path, "canary");
        var (text, code) = HostileKubeconfigs.All(canary)[name];
        using var events = await Adapter.ListenAsync();
        var request = Request("network_service_mesh", text);

        await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);
        var end = await events.EndAsync(request.OperationId);

        Assert.Equal((EventType.Error, code), (end.EventType, end.ErrorCode));
        Assert.Contains("kubeconfig 1 of 1", end.Summary, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-test", end.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(canary));
        await StillServesAsync();
    }

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task Field_BreaksItsRule_IsInvalidArgumentThatNamesIt(string name)
    {
        var (change, names) = s_fields[name];
        var request = Request("network_service_mesh");
        change(request);

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token));

        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        Assert.Contains(names, refused.Status.Detail, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(refused.Status.Detail.Length, 1, 500);
        await StillServesAsync();
    }

    [Fact]
    public async Task Design_TooManyOrTooLarge_IsInvalidArgument()
    {
        var many = new ProcessOAMRequest { OamComps = { Enumerable.Repeat("{}", 65) } };
        var large = new ProcessOAMRequest { OamComps = { new string('c', (256 * 1024) + 1) } };

        Assert.Equal(StatusCode.InvalidArgument,
            (await Assert.ThrowsAsync<RpcException>(async () =>
                await Adapter.Client.ProcessOAMAsync(many, cancellationToken: Token))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument,
            (await Assert.ThrowsAsync<RpcException>(async () =>
                await Adapter.Client.ProcessOAMAsync(large, cancellationToken: Token))).StatusCode);
    }

    [Fact]
    public async Task Kubeconfig_RememberedFromCreateMeshInstance_IsCheckedLikeAnyOther()
    {
        var canary = Path.Combine(_folder.Path, "canary");
        using var events = await Adapter.ListenAsync();
        var instance = new CreateMeshInstanceRequest
        {
            K8SConfig = Google.Protobuf.ByteString.CopyFromUtf8(HostileKubeconfigs.All(canary)["exec plugin"].Text)
        };
        await Adapter.Client.CreateMeshInstanceAsync(instance, cancellationToken: Token);
        var request = Request("network_service_mesh");

        await Adapter.Client.ApplyOperationAsync(request, cancellationToken: Token);

        Assert.Equal(HostileKubeconfigs.Refused, (await events.EndAsync(request.OperationId)).ErrorCode);
        Assert.False(File.Exists(canary));
    }

    private async Task StillServesAsync() =>
        Assert.Equal("NETWORK_SERVICE_MESH", (await Adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
}
