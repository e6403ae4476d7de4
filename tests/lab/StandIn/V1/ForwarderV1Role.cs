using System.Collections.Concurrent;
using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Forwarder;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Spire;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for the forwarders of NSM v1: the same plumbing as that of v0.2, and it cleans up.</summary>
internal static class ForwarderV1Role
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Faults faults = new(api);
        await ForwarderRole.StopIfToldAsync(faults, cancellationToken);
        var svid = await Identity.WaitAsync(cancellationToken);
        using Plumbing plumbing = new(replaces: true);
        ConcurrentDictionary<string, Wire> wires = new();
        Message registration = new()
        {
            Name = Pod.Env("NSM_NAME"),
            Pod = Pod.Env("NSM_NAME"),
            Services = [V1Names.ForwarderService],
            Labels = new Dictionary<string, string> { [V1Names.NodeLabel] = Pod.Name, ["p2p"] = "true" },
            Host = Pod.Env("NSM_TUNNEL_IP"),
            SpiffeId = svid.SpiffeId,
        };
        var health = LineServer.StartAnswering(new UnixDomainSocketEndPoint(V1Names.ForwarderSocket),
            static (_, _) => Task.FromResult(new Message()), cancellationToken);
        var serving = Registration.StayAsync(registration, (request, token) => AnswerAsync(plumbing, wires, request, token),
            cancellationToken);
        var watching = ForwarderRole.WatchFaultsAsync(faults, new EchoFault(() => [.. wires.Values]), cancellationToken);
        await await Task.WhenAny(health, serving, watching);
    }

    private static async Task<Message> AnswerAsync(Plumbing plumbing, ConcurrentDictionary<string, Wire> wires, Message request,
        CancellationToken cancellationToken)
    {
        var wire = request.Wire ?? throw new LabException("no wire");
        Log.Info($"{request.Method} {wire.Kind} {wire.Id}: {wire.ClientPod} {wire.ClientAddress} - {wire.EndpointName} "
            + $"{wire.EndpointAddress}");
        switch (request.Method)
        {
            case V1Names.Connect:
                await plumbing.ConnectAsync(wire, cancellationToken);
                wires[wire.Id] = wire;
                return new Message();
            case V1Names.Delete:
                wires.TryRemove(wire.Id, out _);
                await plumbing.CloseAsync(wire, cancellationToken);
                return new Message();
            default:
                throw new LabException($"unknown method {request.Method}");
        }
    }
}
