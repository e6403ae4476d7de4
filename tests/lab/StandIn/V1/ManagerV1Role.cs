using System.Net;
using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Spire;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for cmd-nsmgr: brings clients, endpoints, forwarder, registry and the managers of other nodes together.</summary>
internal static class ManagerV1Role
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        await Identity.WaitAsync(cancellationToken);
        var host = Pod.Env("POD_IP") is { Length: > 0 } address ? address : Pod.Address();
        Registrants registrants = new($"tcp://[{host}]:{V1Names.ManagerPort}");
        using V1Connector connector = new(registrants, host);
        using KubeApi api = new();
        Faults faults = new(api);
        var peers = LineServer.StartAnswering(
            new IPEndPoint(IPAddress.Any, V1Names.ManagerPort), (message, token) => AnswerPeerAsync(connector, message, token),
            cancellationToken);
        var node = LineServer.Start(
            new UnixDomainSocketEndPoint(V1Names.ManagerSocket),
            (connection, token) => ServeAsync(connection, registrants, connector, faults, token), cancellationToken);
        Log.Info($"nsmgr: listening on {host}:{V1Names.ManagerPort}");
        await await Task.WhenAny(peers, node, SweepAsync(connector, cancellationToken));
    }

    private static async Task ServeAsync(LineConnection connection, Registrants registrants, V1Connector connector, Faults faults,
        CancellationToken cancellationToken)
    {
        var first = await connection.ReadAsync(cancellationToken);
        if (first?.Method == V1Names.Register)
        {
            await registrants.ServeAsync(first, connection, cancellationToken);
        }
        else if (first is not null)
        {
            await LineServer.AnswerOneAsync(connection, first, (request, token) => AnswerClientAsync(connector, faults, request, token),
                cancellationToken);
        }
    }

    private static async Task<Message> AnswerClientAsync(V1Connector connector, Faults faults, Message request,
        CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case SpireNames.AskHealth:
                return new Message();
            case V1Names.Request:
                return await faults.IsOnAsync(Faults.NoWire, cancellationToken)
                    ? new Message { Wire = request.Wire }
                    : new Message { Wire = await connector.RequestAsync(request.Wire!, cancellationToken) };
            case V1Names.Close:
                await connector.CloseAsync(request.Wire!, cancellationToken);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }

    private static async Task<Message> AnswerPeerAsync(V1Connector connector, Message request, CancellationToken cancellationToken)
    {
        switch (request.Method)
        {
            case V1Names.Accept:
                return new Message { Wire = await connector.AcceptAsync(request.Wire!, cancellationToken) };
            case V1Names.Check:
                return connector.Check(request.Wire!.Id) ? new Message() : throw new LabException($"there is no wire {request.Wire.Id}");
            case V1Names.Close:
                await connector.CloseAsync(request.Wire!, cancellationToken);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }

    private static async Task SweepAsync(V1Connector connector, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_sweep, cancellationToken);
            await connector.ForgetAsync(cancellationToken);
        }
    }
}
