using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>Stands in for nsmd: brings clients, endpoints, forwarder and the managers of other nodes together.</summary>
internal static class ManagerRole
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Faults faults = new(api);
        EndpointTable endpoints = new();
        WireTable wires = new();
        ForwarderLink forwarder = new();
        Connector connector = new(endpoints, wires, forwarder, new RegistryClient());
        Healer healer = new(connector, wires, forwarder);
        Workspaces workspaces = new(connector, endpoints, faults);
        var started = false;

        await using var app = Probes.Build(
            () => started && forwarder.EverRegistered,
            static options => options.Listen(IPAddress.Any, Paths.MonitorPort, static o => o.Protocols = HttpProtocols.Http2),
            services =>
            {
                services.AddSingleton(wires);
                services.AddGrpc();
            });
        app.MapGrpcService<CrossConnectService>();
        await app.StartAsync(cancellationToken);
        await faults.DelayStartAsync(cancellationToken);

        Directory.CreateDirectory(Paths.Base);
        workspaces.OpenExisting(cancellationToken);
        var peers = LineServer.StartAnswering(
            new IPEndPoint(IPAddress.Any, Paths.PeerPort), (message, token) => AnswerPeerAsync(connector, healer, message, token),
            cancellationToken);
        var registrar = LineServer.Start(
            new UnixDomainSocketEndPoint(Paths.ForwarderRegistrarSocket),
            (connection, token) => forwarder.ServeAsync(connection, wires.All, broken => _ = healer.HealAsync(broken, token), token),
            cancellationToken);
        var devices = LineServer.StartAnswering(
            new UnixDomainSocketEndPoint(Paths.ManagerSocket),
            (message, token) =>
            {
                workspaces.Open(message.Name ?? throw new LabException("no workspace"), token);
                return Task.FromResult(new Message());
            },
            cancellationToken);
        started = true;
        Log.Info("nsmd: started");
        await await Task.WhenAny(peers, registrar, devices);
    }

    private static async Task<Message> AnswerPeerAsync(Connector connector, Healer healer, Message request,
        CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case "accept":
                return new Message { Wire = await connector.AcceptAsync(request.Wire!, cancellationToken) };
            case "withdraw":
                await connector.WithdrawAsync(request.Name!, cancellationToken);
                return new Message();
            case "gone":
                _ = healer.HealAsync(request.Name!, cancellationToken);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }
}
