using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using NsmPS.Adapter.Client.Tests.Fakes;

namespace NsmPS.Adapter.Client.Tests;

public sealed class AdapterClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Describe_Adapter_SaysWhoItIsAndThatItServes()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = Client(server);

        var adapter = await client.DescribeAsync(Token);

        Assert.Equal(
            ("NETWORK_SERVICE_MESH", "v1.2.3", "abc", NsmAdapterState.Serving, server.Address.ToString()),
            (adapter.Name, adapter.Version, adapter.GitSha, adapter.State, adapter.Address));
    }

    [Fact]
    public async Task Describe_AdapterThatStops_SaysThatItDoesNotServe()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Health.SetStatus("", Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus.NotServing);
        using var client = Client(server);

        Assert.Equal(NsmAdapterState.NotServing, (await client.DescribeAsync(Token)).State);
    }

    [Fact]
    public async Task Describe_AdapterInGo_ServesWithoutAHealthService()
    {
        await using var server = await AdapterServer.StartAsync(asInGo: true);
        using var client = Client(server);

        Assert.Null(await client.GetHealthAsync(Token));
        Assert.Equal(NsmAdapterState.Serving, (await client.DescribeAsync(Token)).State);
    }

    [Fact]
    public async Task GetVersions_CallNotOffered_AreNone()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = Client(server);
        Assert.Equal(["v0.2.1", "v0.2.0"], await client.GetVersionsAsync(Token));

        server.Mesh.Refuse = _ => new Status(StatusCode.Unimplemented, "");

        Assert.Empty(await client.GetVersionsAsync(Token));
    }

    [Fact]
    public async Task GetOperations_AnyOrder_ComeByCategoryAndKey()
    {
        await using var server = await AdapterServer.StartAsync();
        using var client = Client(server);

        var operations = await client.GetOperationsAsync(Token);

        Assert.Equal(
            [new("network_service_mesh", "NSM", NsmAdapterCategory.Install),
                new NsmAdapterOperation("custom", "Custom YAML", NsmAdapterCategory.Custom)],
            operations);
    }

    [Theory]
    [InlineData(StatusCode.Unimplemented, "AdapterIncompatible")]
    [InlineData(StatusCode.Unavailable, "AdapterUnreachable")]
    [InlineData(StatusCode.Unknown, "AdapterRefused")]
    [InlineData(StatusCode.PermissionDenied, "AdapterRefused")]
    public async Task Call_Refused_IsTheErrorOfItsStatus(StatusCode code, string id)
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Refuse = _ => new Status(code, "because of the test");
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetInfoAsync(Token));

        Assert.Equal(id, error.Error.Id);
        Assert.Equal(server.Address.ToString(), error.Target);
        Assert.Contains(id == "AdapterIncompatible" ? "ComponentInfo" : "because of the test", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetOperations_ErrorInTheAnswer_IsARefusal()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.OperationsError = "no configuration";
        using var client = Client(server);

        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetOperationsAsync(Token));

        Assert.Equal("AdapterRefused", error.Error.Id);
        Assert.Contains("no configuration", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_AdapterHangs_EndsAtTheDeadline()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Hanging = "MeshName";
        using var client = new AdapterClient(server.Address, new AdapterClientOptions { Deadline = TimeSpan.FromMilliseconds(200) },
            TimeProvider.System);

        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetNameAsync(Token));

        Assert.Equal("AdapterTimedOut", error.Error.Id);
        Assert.Contains("MeshName within 0.2 seconds", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Cancelled_IsNoError()
    {
        await using var server = await AdapterServer.StartAsync();
        server.Mesh.Hanging = "MeshName";
        using var client = Client(server);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = client.GetNameAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task Call_NobodyListens_IsUnreachable()
    {
        var port = FreePort();
        using var client = new AdapterClient(AdapterAddress.Parse($"127.0.0.1:{port}"), new AdapterClientOptions(), TimeProvider.System);

        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetNameAsync(Token));

        Assert.Equal("AdapterUnreachable", error.Error.Id);
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_NoSuchHost_IsUnreachable()
    {
        using var client = new AdapterClient(AdapterAddress.Parse("no-such-host.invalid:1"), new AdapterClientOptions(),
            TimeProvider.System);

        Assert.Equal("AdapterUnreachable", (await Assert.ThrowsAsync<NsmException>(() => client.GetNameAsync(Token))).Error.Id);
    }

    [Fact]
    public async Task Call_AnswerOfAnotherKindOfServer_SaysThatItIsNoAdapter()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var answering = AnswerAsync(listener, "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var client = new AdapterClient(AdapterAddress.Parse(listener.LocalEndpoint.ToString()!), new AdapterClientOptions(),
            TimeProvider.System);

        var error = await Assert.ThrowsAsync<NsmException>(() => client.GetNameAsync(Token));

        // Sometimes the runtime sees the end of the connection before the answer, and tells no more than that.
        Assert.True(
            error.Error.Id == "AdapterIncompatible"
                || (error.Error.Id == "AdapterUnreachable"
                    && error.Message.Contains("did not complete the HTTP/2 handshake", StringComparison.Ordinal)),
            error.ToString());
        await answering;
    }

    internal static AdapterClient Client(AdapterServer server) => new(server.Address, new AdapterClientOptions(), TimeProvider.System);

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Answers one connection with these bytes and closes it.</summary>
    internal static async Task AnswerAsync(TcpListener listener, byte[] answer)
    {
        using var socket = await listener.AcceptSocketAsync(Token);
        await socket.ReceiveAsync(new byte[1024], Token);
        await socket.SendAsync(answer, Token);
        socket.Shutdown(SocketShutdown.Send);
        while (await socket.ReceiveAsync(new byte[1024], Token) > 0)
        {
            // What is left unread would turn the end into a reset.
        }
    }
}
