using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>The wire that a program with the SDK in it asks for, by its variables.</summary>
internal static class OutgoingWire
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    /// <summary>Asks the manager for the wire.</summary>
    /// <param name="interfaceName">The interface's name in this pod.</param>
    /// <param name="relays">Whether the pod passes on what comes, so that its end has no address.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The addresses of the wire.</returns>
    /// <exception cref="LabException">There is no wire.</exception>
    public static async Task<Message> ConnectAsync(string interfaceName, bool relays, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_limit);
        Message request = new()
        {
            Method = "connect",
            Service = Pod.Env("OUTGOING_NSC_NAME"),
            Interface = interfaceName,
            Labels = EndpointRole.Labels("OUTGOING_NSC_LABELS"),
            Pod = Pod.Name,
            NetNs = NetNs.Own(),
            Relays = relays,
        };
        try
        {
            return await LineConnection.CallAsync(new UnixDomainSocketEndPoint(Pod.Env("NSM_SERVER_SOCKET")), request, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException("nsm client: context deadline exceeded");
        }
    }
}
