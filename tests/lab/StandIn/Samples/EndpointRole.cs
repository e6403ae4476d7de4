using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>Stands in for icmp-responder-nse: registers, hands out addresses; the kernel of its namespace answers the pings.</summary>
internal static class EndpointRole
{
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        BlockPool pool = new(Pod.Env("IP_ADDRESS"));
        var serving = LineServer.StartAnswering(
            new UnixDomainSocketEndPoint(Pod.Env("NSM_CLIENT_SOCKET")), (_, _) => Task.FromResult(Allocate(pool)), cancellationToken);
        await Task.WhenAny(serving, StayRegisteredAsync(cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        await serving;
    }

    private static Message Allocate(BlockPool pool)
    {
        (var client, var endpoint) = pool.Next();
        Log.Info($"connection request: {client} - {endpoint}");
        return new Message { ClientAddress = client, EndpointAddress = endpoint };
    }

    /// <summary>The labels in a variable.</summary>
    public static Dictionary<string, string> Labels(string variable) =>
        Annotation.Parse("?" + Pod.Env(variable).Replace(',', '&'))[0].Labels;

    // The manager takes the end of this connection for the end of the endpoint; a new manager is told the old name.
    public static async Task StayRegisteredAsync(CancellationToken cancellationToken)
    {
        string? name = null;
        while (true)
        {
            try
            {
                using var manager =
                    await LineConnection.ConnectAsync(new UnixDomainSocketEndPoint(Pod.Env("NSM_SERVER_SOCKET")), cancellationToken);
                var registered = await manager.AskAsync(
                    new Message
                    {
                        Method = "register",
                        Service = Pod.Env("ADVERTISE_NSE_NAME"),
                        Labels = Labels("ADVERTISE_NSE_LABELS"),
                        Name = name,
                        Pod = Pod.Name,
                        NetNs = NetNs.Own(),
                    },
                    cancellationToken);
                name = registered.Name;
                Log.Info($"NSM endpoint {name} registered");
                _ = await manager.ReadAsync(cancellationToken);
                Log.Error("the manager is gone");
            }
            catch (LabException e)
            {
                Log.Error($"registration failed: {e.Message}");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        }
    }
}
