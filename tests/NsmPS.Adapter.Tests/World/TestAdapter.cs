extern alias client;

using System.Net;
using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Operations;
using NsmPS.Core.Tests;
using static client::NsmPS.Meshes.MeshService;

namespace NsmPS.Adapter.Tests.World;

/// <summary>A whole adapter on a real loopback port, with clusters in memory.</summary>
internal sealed class TestAdapter : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly List<IDisposable> _owned = [];

    private TestAdapter(WebApplication host, FakeConnector clusters, MemoryStream log)
    {
        (_host, Clusters, Log) = (host, clusters, log);
        Address = AdapterHost.AddressOf(host.Services.GetRequiredService<IServer>());
        Channel = NewChannel();
        Client = new MeshServiceClient(Channel);
    }

    public static AdapterSettings Settings { get; } = new()
    {
        Manifests = Repository.ManifestFolder,
        Port = 0,
        Listen = IPAddress.Loopback,
        OperationTimeout = TimeSpan.FromMinutes(2)
    };

    public IPEndPoint Address { get; }

    public FakeConnector Clusters { get; }

    public MemoryStream Log { get; }

    public GrpcChannel Channel { get; }

    public MeshServiceClient Client { get; }

    public EventHub Hub => _host.Services.GetRequiredService<EventHub>();

    public AdapterMetrics Metrics => _host.Services.GetRequiredService<AdapterMetrics>();

    public static async Task<TestAdapter> StartAsync(Func<AdapterSettings, AdapterSettings>? change = null, TimeProvider? time = null,
        bool realConnections = false)
    {
        var clusters = new FakeConnector();
        var log = new MemoryStream();
        var settings = change is null ? Settings : change(Settings);
        var host = AdapterHost.Build(settings, log, services =>
        {
            if (!realConnections)
            {
                services.Replace(ServiceDescriptor.Singleton<IClusterConnector>(clusters));
            }

            if (time is not null)
            {
                services.Replace(ServiceDescriptor.Singleton(time));
            }
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestAdapter(host, clusters, log);
    }

    /// <summary>A connection of its own.</summary>
    /// <param name="machine">The address that it comes from; null for that of <see cref="Client"/>.</param>
    public GrpcChannel NewChannel(IPAddress? machine = null)
    {
        var handler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false };
        if (machine is not null)
        {
            handler.ConnectCallback = async (_, cancellationToken) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(machine, 0));
                await socket.ConnectAsync(Address, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        var channel = GrpcChannel.ForAddress($"http://{Address}", new GrpcChannelOptions { HttpHandler = handler });
        _owned.Add(channel);
        return channel;
    }

    /// <summary>Listens on a connection of its own, from the moment this returns.</summary>
    public async Task<EventListener> ListenAsync(IPAddress? machine = null) =>
        await EventListener.StartAsync(new MeshServiceClient(NewChannel(machine)));

    public Task StopAsync(CancellationToken cancellationToken) => _host.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(item => item.Dispose());
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _host.StopAsync(now.Token);
        await _host.DisposeAsync();
    }
}
