using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.V1;

/// <summary>Keeps a forwarder or an endpoint registered with the manager of its node, and
/// answers what that asks over the same connection.</summary>
internal static class Registration
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public static async Task StayAsync(Message registration, Func<Message, CancellationToken, Task<Message>> answer,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var manager = await LineConnection.ConnectAsync(new UnixDomainSocketEndPoint(V1Names.ManagerSocket),
                    cancellationToken);
                await manager.WriteAsync(registration with { Method = V1Names.Register }, cancellationToken);
                Log.Info($"registered as {registration.Name}");
                await LineServer.AnswerAsync(manager, answer, cancellationToken);
                Log.Error("the manager is gone");
            }
            catch (LabException e)
            {
                Log.Info($"waiting for the manager: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }
}
