using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;
using NsmPS.Adapter.Client.Crossconnects.Protocol;

namespace NsmPS.Adapter.Client.Crossconnects;

/// <summary>Asks a manager of NSM v0.2 that runs without TLS for its cross connects. Its answer is not trusted, and its size is
/// bounded.</summary>
public static class CrossConnectReader
{
    /// <summary>The largest answer: some thousand cross connects, more than one node holds.</summary>
    private const int LargestAnswer = 8 * 1024 * 1024;

    private const int MostEntries = 10_000;

    // The name is sent as the request's authority; where it leads is settled by the connection.
    private const string Address = "http://nsmd";

    /// <summary>Asks once over an open connection, which stays the caller's to close, and gives the state of the moment.</summary>
    /// <param name="connection">A connection to the manager's port, used for nothing else.</param>
    /// <param name="cancellationToken">Cancels; the caller sets the deadline.</param>
    /// <exception cref="NsmException">ManagerUnreadable.</exception>
    public static async Task<IReadOnlyList<NsmCrossConnect>> ReadAsync(Stream connection, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        using var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectCallback = Once(connection) };
        using var channel = GrpcChannel.ForAddress(Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            MaxReceiveMessageSize = LargestAnswer,
            ThrowOperationCanceledOnCancellation = true
        });
        try
        {
            using var call = new MonitorCrossConnect.MonitorCrossConnectClient(channel)
                .MonitorCrossConnects(new Empty(), cancellationToken: cancellationToken);
            return !await call.ResponseStream.MoveNext(cancellationToken) ? throw Unreadable("it closed the stream without an event")
                : Convert(call.ResponseStream.Current);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            // So a connection ends that speaks another protocol.
            throw Unreadable("it broke the connection off", exception);
        }
        catch (RpcException exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreadable(exception.Status.DebugException?.InnerException?.Message ?? exception.Status.Detail, exception);
        }
    }

    /// <summary>Hands out the connection once; a second connection would be a second request.</summary>
    private static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> Once(Stream connection)
    {
        var left = connection;
        return (_, _) => Interlocked.Exchange(ref left, null) is { } stream
            ? ValueTask.FromResult(stream)
            : throw new IOException("the connection has ended");
    }

    private static IReadOnlyList<NsmCrossConnect> Convert(CrossConnectEvent first) =>
        first.Type != CrossConnectEventType.InitialStateTransfer ? throw Unreadable("its first event is not its state")
        : first.CrossConnects.Count > MostEntries ? throw Unreadable($"it tells more than {MostEntries} cross connects")
        : [.. first.CrossConnects.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => CrossConnectConversion.From(entry.Key, entry.Value))];

    private static NsmException Unreadable(string why, Exception? inner = null) =>
        new(NsmErrors.ManagerUnreadable, $"The manager does not tell its cross connects: {why}.", null, inner);
}
