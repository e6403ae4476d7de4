extern alias client;

using client::NsmPS.Meshes;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>What a Meshery server asks on every page load.</summary>
public sealed class IdentityTests : AdapterTest
{
    [Fact]
    public async Task MeshName_Always_IsTheOneThatServersCompare() =>
        Assert.Equal("NETWORK_SERVICE_MESH", (await Adapter.Client.MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);

    [Fact]
    public async Task ComponentInfo_Always_NamesBuildAndVersions()
    {
        var info = await Adapter.Client.ComponentInfoAsync(new ComponentInfoRequest(), cancellationToken: Token);

        Assert.Equal(("adapter", "NETWORK_SERVICE_MESH"), (info.Type, info.Name));
        Assert.Matches("^v[0-9]+\\.[0-9]+\\.[0-9]+", info.Version);
        Assert.Matches("^([0-9a-f]{40}|none)$", info.GitSha);
        Assert.Equal("v0.2.1,v1.18.0,v0.2.0", info.Properties["versions"]);
    }

    [Fact]
    public async Task MeshVersions_Always_AreTheCataloguesDefaultFirst() => Assert.Equal(["v0.2.1", "v1.18.0", "v0.2.0"],
        (await Adapter.Client.MeshVersionsAsync(new MeshVersionsRequest(), cancellationToken: Token)).Version);

    [Fact]
    public async Task MeshVersions_FolderWithoutReleases_SaysTheLikelyCauseInPlaceOfAnEmptyList()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "mesh"));
        await using var adapter = await TestAdapter.StartAsync(settings => settings with { Manifests = folder.Path });

        var refused = await Assert.ThrowsAsync<RpcException>(async () =>
            await adapter.Client.MeshVersionsAsync(new MeshVersionsRequest(), cancellationToken: Token));

        Assert.Contains("no version to install. Most likely the folder was copied without what is in it", refused.Status.Detail,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task SupportedOperations_Always_AreTheKnownOnesInTheSameOrder()
    {
        var first = await Adapter.Client.SupportedOperationsAsync(new SupportedOperationsRequest(), cancellationToken: Token);
        var second = await Adapter.Client.SupportedOperationsAsync(new SupportedOperationsRequest(), cancellationToken: Token);

        Assert.Equal("none", first.Error);
        Assert.Equal(first.Ops, second.Ops);
        Assert.Contains(new SupportedOperation { Key = "network_service_mesh", Value = "NSM", Category = OpCategory.Install }, first.Ops);
        Assert.Contains(new SupportedOperation
        {
            Key = "nsm-icmp-responder-sample-app",
            Value = "ICMP Responder",
            Category = OpCategory.SampleApplication
        }, first.Ops);
        Assert.Contains(new SupportedOperation
        {
            Key = "nsm-vpp-icmp-responder-sample-app",
            Value = "VPP ICMP Responder",
            Category = OpCategory.SampleApplication
        }, first.Ops);
        Assert.Contains(new SupportedOperation { Key = "custom", Value = "Custom YAML", Category = OpCategory.Custom }, first.Ops);
        Assert.DoesNotContain(first.Ops,
            operation => operation.Key is "bookinfo" or "httpbin" or "imagehub" or "emojivoto" or "smi_conformance");
    }

    [Theory]
    [InlineData("")]
    [InlineData("meshes.MeshService")]
    public async Task Health_Serving_SaysSo(string service)
    {
        var answer = await new global::Grpc.Health.V1.Health.HealthClient(Adapter.Channel)
            .CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: Token);

        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, answer.Status);
    }

    [Fact]
    public async Task Reflection_BothGenerations_ListTheService()
    {
        using var old = new ServerReflection.ServerReflectionClient(Adapter.Channel).ServerReflectionInfo(cancellationToken: Token);
        await old.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" }, Token);
        Assert.True(await old.ResponseStream.MoveNext(Token));
        Assert.Contains(old.ResponseStream.Current.ListServicesResponse.Service, service => service.Name == "meshes.MeshService");

        using var current = new global::Grpc.Reflection.V1.ServerReflection.ServerReflectionClient(Adapter.Channel)
            .ServerReflectionInfo(cancellationToken: Token);
        await current.RequestStream.WriteAsync(new global::Grpc.Reflection.V1.ServerReflectionRequest
        {
            FileContainingSymbol = "meshes.MeshService"
        }, Token);
        Assert.True(await current.ResponseStream.MoveNext(Token));
        Assert.NotEmpty(current.ResponseStream.Current.FileDescriptorResponse.FileDescriptorProto);
    }

    [Fact]
    public async Task UnknownMethod_Always_IsUnimplemented()
    {
        var method = new Method<MeshNameRequest, MeshNameResponse>(
            MethodType.Unary, "meshes.MeshService", "Provision",
            Marshallers.Create<MeshNameRequest>((_) => [], _ => new MeshNameRequest()),
            Marshallers.Create<MeshNameResponse>(_ => [], _ => new MeshNameResponse()));

        var call = Adapter.Channel.CreateCallInvoker()
            .AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), new MeshNameRequest());

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync)).StatusCode);
    }
}
