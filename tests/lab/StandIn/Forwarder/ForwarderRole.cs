using System.Collections.Concurrent;
using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Forwarder;

/// <summary>Stands in for kernel-forwarder and vppagent-forwarder: does the work on the node's links that the manager asks for.</summary>
internal static class ForwarderRole
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Faults faults = new(api);
        Log.Info("Starting the forwarding plane...");
        await StopIfToldAsync(faults, cancellationToken);
        var ready = false;
        await using var app = Probes.Build(() => ready);
        await app.StartAsync(cancellationToken);
        await faults.DelayStartAsync(cancellationToken);

        using Plumbing plumbing = new();
        ConcurrentDictionary<string, Wire> wires = new();
        var serving = LineServer.StartAnswering(
            new UnixDomainSocketEndPoint(Paths.ForwarderSocket), (message, token) => AnswerAsync(plumbing, wires, message, token),
            cancellationToken);
        ready = true;
        var source = Pod.Env("NSM_FORWARDER_SRC_IP") is { Length: > 0 } ip ? ip : throw new LabException("NSM_FORWARDER_SRC_IP is not set");
        var registering = StayRegisteredAsync(source, () => [.. wires.Values], cancellationToken);
        var watching = WatchFaultsAsync(faults, new EchoFault(() => [.. wires.Values]), cancellationToken);
        await await Task.WhenAny(serving, registering, watching);
    }

    private static async Task<Message> AnswerAsync(
        Plumbing plumbing, ConcurrentDictionary<string, Wire> wires, Message request, CancellationToken cancellationToken)
    {
        var wire = request.Wire ?? throw new LabException("no wire");
        Log.Info($"{request.Method} {wire.Kind} {wire.Id}: {wire.ClientPod} {wire.ClientAddress} - {wire.EndpointName} "
            + $"{wire.EndpointAddress}");
        switch (request.Method)
        {
            case "connect":
                await plumbing.ConnectAsync(wire, cancellationToken);
                wires[wire.Id] = wire;
                break;
            case "break":
                wires.TryRemove(wire.Id, out _);
                await plumbing.BreakAsync(wire, cancellationToken);
                break;
            case "delete":
                wires.TryRemove(wire.Id, out _);
                await plumbing.DeleteAsync(wire, cancellationToken);
                break;
            default:
                throw new LabException($"unknown method {request.Method}");
        }

        return new Message();
    }

    private static async Task StayRegisteredAsync(string source, Func<List<Wire>> wires, CancellationToken cancellationToken)
    {
        var instance = Guid.NewGuid().ToString("N");
        while (true)
        {
            try
            {
                using var manager =
                    await LineConnection.ConnectAsync(new UnixDomainSocketEndPoint(Paths.ForwarderRegistrarSocket), cancellationToken);
                _ = await manager.AskAsync(
                    new Message { Method = "register", Host = source, Instance = instance, Wires = wires() }, cancellationToken);
                Log.Info("registered with nsmd");
                _ = await manager.ReadAsync(cancellationToken);
                Log.Error("nsmd is gone");
            }
            catch (LabException e)
            {
                Log.Info($"waiting for nsmd: {e.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    /// <summary>Does what faults ask of a forwarder, until one of them ends it.</summary>
    public static async Task WatchFaultsAsync(Faults faults, EchoFault echo, CancellationToken cancellationToken)
    {
        while (true)
        {
            var all = await StopIfToldAsync(faults, cancellationToken);
            await echo.ApplyAsync(all, cancellationToken);
            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }

    public static async Task<IReadOnlyDictionary<string, string>> StopIfToldAsync(Faults faults, CancellationToken cancellationToken)
    {
        var all = await faults.ReadAsync(cancellationToken);
        return all.ContainsKey(Faults.CrashLoop) ? throw new LabException($"forwarding plane cannot start: fault {Faults.CrashLoop}") : all;
    }
}
