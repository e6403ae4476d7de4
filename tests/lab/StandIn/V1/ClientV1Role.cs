using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Samples;
using NsmPS.Lab.Spire;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for cmd-nsc-init, which ends when every wire is there, and for cmd-nsc, which stays and asks for them again and
/// again: a broken one is recreated.</summary>
internal static class ClientV1Role
{
    private static readonly UnixDomainSocketEndPoint s_manager = new(V1Names.ManagerSocket);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(2);

    public static async Task ConnectAsync(CancellationToken cancellationToken)
    {
        await Identity.WaitAsync(cancellationToken);
        foreach (var wish in Wishes())
        {
            await RequestAsync(wish, cancellationToken);
        }

        Log.Info("cmd-nsc-init: all connections are up");
    }

    public static async Task StayAsync(CancellationToken cancellationToken)
    {
        await Identity.WaitAsync(cancellationToken);
        Wire[] wires = [.. Wishes()];
        try
        {
            while (true)
            {
                for (var index = 0; index < wires.Length; index++)
                {
                    wires[index] = await RequestAsync(wires[index], cancellationToken);
                }

                await Task.Delay(s_pause, cancellationToken);
            }
        }
        finally
        {
            foreach (var wire in wires.Where(static wire => wire.Id.Length > 0))
            {
                await CloseAsync(wire);
            }
        }
    }

    private static IEnumerable<Wire> Wishes() => Annotation.ParseUrls(Pod.Env(V1Names.WishVariable)).Select(static wish => new Wire
    {
        Service = wish.Service,
        Labels = wish.Labels,
        ClientPod = Pod.Name,
        ClientNetNs = NetNs.Own(),
        ClientInterface = wish.Interface,
    });

    /// <summary>Asks until there is a wire.</summary>
    private static async Task<Wire> RequestAsync(Wire wish, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var answer = await LineConnection.CallAsync(s_manager, new Message { Method = V1Names.Request, Wire = wish }, s_limit,
                    cancellationToken);
                var wire = answer.Wire ?? throw new LabException("no wire in the answer");
                if (wire.Id != wish.Id)
                {
                    Log.Info($"{wire.Service}: wire {wire.Id}, {wire.ClientAddress} - {wire.EndpointName} {wire.EndpointAddress}");
                }

                return wire;
            }
            catch (LabException e)
            {
                Log.Error($"{wish.Service}: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    // The pod ends, so nothing is left that could cancel this.
    private static async Task CloseAsync(Wire wire)
    {
        try
        {
            await LineConnection.CallAsync(s_manager, new Message { Method = V1Names.Close, Wire = wire }, s_farewell,
                CancellationToken.None);
        }
        catch (LabException e)
        {
            Log.Error($"close: {e.Message}");
        }
    }
}
