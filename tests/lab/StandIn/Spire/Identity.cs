using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Spire;

/// <summary>How a workload comes by its identity: from the agent of its node, when an entry selects its pod.</summary>
internal static class Identity
{
    private const int TriesPerLine = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks until there is one.</summary>
    public static async Task<Svid> WaitAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                var svid = await AskAsync(cancellationToken);
                Log.Info($"SVID: {svid.SpiffeId}");
                return svid;
            }
            catch (LabException e)
            {
                if (tries % TriesPerLine == 0)
                {
                    Log.Error($"workload endpoint: {e.Message}");
                }
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    /// <exception cref="LabException">There is no agent, or it issues nothing to this pod.</exception>
    public static async Task<Svid> AskAsync(CancellationToken cancellationToken) =>
        (await LineConnection.CallAsync(new UnixDomainSocketEndPoint(SpireNames.AgentSocket), new Message { Method = SpireNames.AskSvid },
            s_limit, cancellationToken)).Svid
        ?? throw new LabException("no identity in the answer");
}
