extern alias client;

using client::NsmPS.Meshes;
using Grpc.Core;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>The service under a second name, for servers that have renamed it.</summary>
public sealed class AliasTests : AdapterTest
{
    private protected override Task<TestAdapter> StartAsync() =>
        TestAdapter.StartAsync(settings => settings with { AlsoServeAs = "meshes.AdapterService" });

    [Fact]
    public async Task SecondName_Call_IsAnsweredLikeTheFirst()
    {
        var first = MeshService.Descriptor.FindMethodByName("MeshName");
        var method = new Method<byte[], byte[]>(MethodType.Unary, "meshes.AdapterService", first.Name,
            Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes), Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes));

        var answer = await Adapter.Channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), []);

        Assert.Equal("NETWORK_SERVICE_MESH", MeshNameResponse.Parser.ParseFrom(answer).Name);
    }
}
