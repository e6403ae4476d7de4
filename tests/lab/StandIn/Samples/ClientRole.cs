using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>Stands in for nsm-init: asks the manager for each wire and ends when all are there.</summary>
internal static class ClientRole
{
    private const int Retries = 10;
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    /// <returns>The exit code: 0 with all wires, 1 after the last try failed.</returns>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var wish in Annotation.Parse(Pod.Env("NS_NETWORKSERVICEMESH_IO")))
        {
            if (!await ConnectAsync(wish, cancellationToken))
            {
                Log.Fatal("nsm client: Unable to establish connection with network service");
                return 1;
            }
        }

        Log.Info("nsm client: initialization is completed successfully");
        return 0;
    }

    private static async Task<bool> ConnectAsync(Annotation wish, CancellationToken cancellationToken)
    {
        Message request = new()
        {
            Method = "connect",
            Service = wish.Service,
            Interface = wish.Interface,
            Labels = wish.Labels,
            Pod = Pod.Name,
            NetNs = NetNs.Own(),
        };
        for (var attempt = 0; attempt <= Retries; attempt++)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                limit.CancelAfter(s_limit);
                UnixDomainSocketEndPoint manager = new(Pod.Env("NSM_SERVER_SOCKET"));
                _ = await LineConnection.CallAsync(manager, request, limit.Token);
                return true;
            }
            catch (Exception e) when (e is LabException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                var cause = e is LabException ? e.Message : "context deadline exceeded";
                Log.Error(
                    "nsm client: Failed to connect rpc error: code = Unknown desc = NSM:(7.1.5) <nil>. Last NSE Error: rpc error: code = "
                        + $"Unknown desc = {cause}. " +
                    $"Retry attempts: {Retries - attempt} Delaying: 5s",
                    $"nsmClient.Connect.attempt:{attempt}");
            }

            if (attempt < Retries)
            {
                await Task.Delay(s_pause, cancellationToken);
            }
        }

        return false;
    }
}
