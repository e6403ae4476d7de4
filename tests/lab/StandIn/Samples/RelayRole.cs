using System.Globalization;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Samples;

/// <summary>
/// Stands in for the firewall and the pass-throughs: an endpoint that, for each client, asks for a wire of its own and carries the frames
/// between the two. The addresses of both wires are those that the end of the chain gave.
/// </summary>
internal static class RelayRole
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);
    private static int s_last;

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var filter = FrameFilter.Load();
        var serving = LineServer.StartAnswering(
            new UnixDomainSocketEndPoint(Pod.Env("NSM_CLIENT_SOCKET")),
            (request, token) => AllocateAsync(request, filter, cancellationToken), cancellationToken);
        await Task.WhenAny(serving, EndpointRole.StayRegisteredAsync(cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        await serving;
    }

    private static async Task<Message> AllocateAsync(Message request, FrameFilter filter, CancellationToken cancellationToken)
    {
        var next = string.Create(CultureInfo.InvariantCulture, $"out{Interlocked.Increment(ref s_last)}");
        var wire = await OutgoingWire.ConnectAsync(next, relays: true, cancellationToken);
        _ = RelayAsync(request.Interface!, next, filter, cancellationToken);
        return new Message { ClientAddress = wire.ClientAddress, EndpointAddress = wire.EndpointAddress, Relays = true };
    }

    private static async Task RelayAsync(string client, string next, FrameFilter filter, CancellationToken cancellationToken)
    {
        try
        {
            (var clientIndex, var nextIndex) = (await IndexAsync(client, cancellationToken), await IndexAsync(next, cancellationToken));
            using FrameSocket towardsClient = new(clientIndex);
            using FrameSocket towardsEnd = new(nextIndex);
            Log.Info($"relaying between {client} and {next}");
            await await Task.WhenAny(
                towardsClient.CopyToAsync(towardsEnd, filter.PassesForward, cancellationToken),
                towardsEnd.CopyToAsync(towardsClient, filter.PassesBack, cancellationToken));
        }
        catch (Exception e) when (e is LabException or SocketException)
        {
            Log.Error($"relay between {client} and {next} ended: {e.Message}");
        }
    }

    // The client's interface comes when the answer with its addresses has gone.
    private static async Task<int> IndexAsync(string name, CancellationToken cancellationToken)
    {
        var path = $"/sys/class/net/{name}/ifindex";
        for (var waited = TimeSpan.Zero; waited < s_patience; waited += s_poll)
        {
            if (File.Exists(path) && NetworkInterface.GetAllNetworkInterfaces()
                .Any(item => item.Name == name && item.OperationalStatus != OperationalStatus.Down))
            {
                return int.Parse(await File.ReadAllTextAsync(path, cancellationToken), CultureInfo.InvariantCulture);
            }

            await Task.Delay(s_poll, cancellationToken);
        }

        throw new LabException($"interface {name} did not come");
    }
}
