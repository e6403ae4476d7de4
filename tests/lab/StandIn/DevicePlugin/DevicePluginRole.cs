using System.Net.Sockets;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NsmPS.Lab.Common;
using NsmPS.Lab.DevicePlugin.Api;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.DevicePlugin;

/// <summary>
/// Stands in for nsmdp: offers networkservicemesh.io/socket to the kubelet. It registers once and does not notice when the kubelet is
/// restarted; the resource then stays at zero until this process is restarted, as with the real one.
/// </summary>
internal static class DevicePluginRole
{
    private const string ResourceName = "networkservicemesh.io/socket";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await WaitForManagerAsync(cancellationToken);
        var socket = Paths.DevicePlugins + Paths.DevicePluginSocketName;
        File.Delete(socket);

        var builder = Probes.Bare();
        builder.Services.AddGrpc();
        builder.WebHost.ConfigureKestrel(options => options.ListenUnixSocket(socket, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.Use(static next => connection =>
            {
                connection.Transport = new AuthorityFilter(connection.Transport, connection.ConnectionClosed);
                return next(connection);
            });
        }));
        await using var app = builder.Build();
        app.MapGrpcService<DevicePluginService>();
        await app.StartAsync(cancellationToken);
        await RegisterAsync(cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async Task WaitForManagerAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var manager = await LineConnection.ConnectAsync(new UnixDomainSocketEndPoint(Paths.ManagerSocket),
                    cancellationToken);
                return;
            }
            catch (LabException e)
            {
                Log.Info($"waiting for nsmd: {e.Message}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), cancellationToken);
        }
    }

    private static async Task RegisterAsync(CancellationToken cancellationToken)
    {
        using SocketsHttpHandler handler = new()
        {
            ConnectCallback = static async (_, token) =>
            {
                Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(Paths.DevicePlugins + "kubelet.sock"), token);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler });
        RegisterRequest request = new() { Version = "v1beta1", Endpoint = Paths.DevicePluginSocketName, ResourceName = ResourceName };
        await new Registration.RegistrationClient(channel).RegisterAsync(request, cancellationToken: cancellationToken);
        Log.Info("Register done");
    }
}
