using System.Net;
using System.Net.Sockets;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NsmPS.Adapter.Client.Crossconnects;
using NsmPS.Adapter.Client.Crossconnects.Protocol;

namespace NsmPS.Adapter.Client.Tests.Crossconnects;

/// <summary>The reader against a real gRPC server, over a connection that the test opens.</summary>
public sealed class CrossConnectReaderTests : IAsyncDisposable
{
    private WebApplication? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Read_State_IsConvertedFieldForField()
    {
        var state = new CrossConnectEvent();
        state.CrossConnects["59"] = new CrossConnect
        {
            Id = "59",
            Source = End("", "VXLAN", ("vni", "3"), ("src_ip", "10.77.0.12"), ("dst_ip", "10.77.0.11")),
            Destination = End("LOCAL", "KERNEL_INTERFACE", ("name", "nsmHFN2hdWQj"), ("workspaceNseName", "icmp-responder6hx7q")),
        };
        state.CrossConnects["59"].Source.NetworkServiceEndpointName = "icmp-responder6hx7q";
        state.CrossConnects["59"].Destination.State = State.Down;

        var read = Assert.Single(await ReadAsync(state));

        Assert.Equal(
            new NsmCrossConnectEnd
            {
                IsLocal = false,
                NetworkService = "icmp-responder",
                Mechanism = "VXLAN",
                Tunnel = "3 10.77.0.12 10.77.0.11",
                Pod = "some-pod",
                EndpointName = "icmp-responder6hx7q",
                ClientAddress = "172.16.1.1/30",
                EndpointAddress = "172.16.1.2/30",
                IsUp = true,
            },
            read.Source);
        Assert.Equal((true, "nsmHFN2hdWQj", "icmp-responder6hx7q", "", false),
            (read.Destination.IsLocal, read.Destination.Interface, read.Destination.EndpointName, read.Destination.Tunnel,
                read.Destination.IsUp));
    }

    [Fact]
    public async Task Read_EntriesWithoutAnything_AreKept()
    {
        var state = new CrossConnectEvent();
        state.CrossConnects["x"] = new CrossConnect();

        Assert.Equal("", Assert.Single(await ReadAsync(state)).Source.Pod);
    }

    [Fact]
    public async Task Read_NoWires_IsEmpty() => Assert.Empty(await ReadAsync(new CrossConnectEvent()));

    [Fact]
    public async Task Read_NoEvent_IsAnError() => await AssertUnreadableAsync("without an event");

    [Fact]
    public async Task Read_FirstEventIsAChange_IsAnError() =>
        await AssertUnreadableAsync("not its state", new CrossConnectEvent { Type = CrossConnectEventType.Update });

    [Fact]
    public async Task Read_TooManyEntries_IsAnError()
    {
        var state = new CrossConnectEvent();
        foreach (var number in Enumerable.Range(0, 10_001))
        {
            state.CrossConnects[$"{number}"] = new CrossConnect();
        }

        await AssertUnreadableAsync("more than 10000", state);
    }

    [Fact]
    public async Task Read_TooLargeAnAnswer_IsAnError()
    {
        var state = new CrossConnectEvent();
        state.CrossConnects["x"] = new CrossConnect { Id = new string('x', 9 * 1024 * 1024) };

        await AssertUnreadableAsync("exceeds", state);
    }

    [Fact]
    public async Task Read_NotGrpc_IsAnError()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptTcpClientAsync(Token);
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Token);
        using var accepted = await accepting;
        await accepted.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Token);

        var failure = await Assert.ThrowsAsync<NsmException>(() => CrossConnectReader.ReadAsync(client.GetStream(), Token));

        Assert.Equal(NsmErrors.ManagerUnreadable, failure.Error);
    }

    [Fact]
    public async Task Read_Silence_EndsWithTheCallersToken()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var client = new TcpClient();
        await client.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Token);
        using var cancellation = new CancellationTokenSource();
        var reading = CrossConnectReader.ReadAsync(client.GetStream(), cancellation.Token);

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private async Task AssertUnreadableAsync(string text, params CrossConnectEvent[] events)
    {
        var failure = await Assert.ThrowsAsync<NsmException>(() => ReadAsync(events));
        Assert.Equal(NsmErrors.ManagerUnreadable, failure.Error);
        Assert.Contains(text, failure.Message, StringComparison.Ordinal);
    }

    private static Connection End(string cls, string type, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var end = new Connection
        {
            NetworkService = "icmp-responder",
            Mechanism = new Mechanism { Cls = cls, Type = type },
            Context = new ConnectionContext { IpContext = new IpContext { SrcIpAddr = "172.16.1.1/30", DstIpAddr = "172.16.1.2/30" } },
        };
        end.Labels["podName"] = "some-pod";
        foreach (var (name, value) in parameters)
        {
            end.Mechanism.Parameters[name] = value;
        }

        return end;
    }

    private async Task<IReadOnlyList<NsmCrossConnect>> ReadAsync(params CrossConnectEvent[] events)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options => options.MaxSendMessageSize = null);
        builder.Services.AddSingleton(new Manager(events));
        _server = builder.Build();
        _server.MapGrpcService<Manager>();
        await _server.StartAsync(Token);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(_server.Urls.Single()).Port, Token);
        return await CrossConnectReader.ReadAsync(client.GetStream(), Token);
    }

    private sealed class Manager(IReadOnlyList<CrossConnectEvent> events) : MonitorCrossConnect.MonitorCrossConnectBase
    {
        public override async Task MonitorCrossConnects(Empty request, IServerStreamWriter<CrossConnectEvent> responseStream,
            ServerCallContext context)
        {
            foreach (var happened in events)
            {
                await responseStream.WriteAsync(happened, context.CancellationToken);
            }
        }
    }
}
