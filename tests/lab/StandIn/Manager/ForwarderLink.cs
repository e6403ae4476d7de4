using System.Net.Sockets;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>The forwarder of this node: whether it has registered, and how to ask it.</summary>
internal sealed class ForwarderLink
{
    private volatile string _source = string.Empty;
    private volatile bool _registered;
    private string? _instance;

    /// <summary>True once a forwarder has registered; it stays true when that forwarder goes away.</summary>
    public bool EverRegistered => _source.Length > 0;

    /// <summary>The node's address for tunnels.</summary>
    /// <exception cref="LabException">No forwarder is registered.</exception>
    public string SourceIp => _registered ? _source : throw new LabException("no forwarders registered");

    /// <summary>Serves one forwarder's registration, which lasts as long as its
    /// connection. Calls back with wires that need healing.</summary>
    public async Task ServeAsync(
        LineConnection connection, Func<IReadOnlyList<Wire>> known, Action<IReadOnlyList<Wire>> heal, CancellationToken cancellationToken)
    {
        var registration = await connection.ReadAsync(cancellationToken);
        if (registration?.Method != "register" || registration.Instance is null)
        {
            return;
        }

        var before = Interlocked.Exchange(ref _instance, registration.Instance);
        _source = registration.Host ?? string.Empty;
        _registered = true;
        await connection.WriteAsync(new Message(), cancellationToken);
        Log.Info($"forwarder {registration.Instance} registered, source {registration.Host}, {registration.Wires?.Count ?? 0} wires");

        // A new forwarder knows no wire, a new manager learns them from the old
        // forwarder: either way all of them are healed. None survives that.
        if (before != registration.Instance)
        {
            heal([.. known().Concat(registration.Wires ?? []).DistinctBy(static w => w.Id)]);
        }

        while (await connection.ReadAsync(cancellationToken) is not null)
        {
            // Nothing is said on this connection; its end is the message.
        }

        if (_instance == registration.Instance)
        {
            _registered = false;
        }
    }

    public Task AskAsync(string method, Wire wire, CancellationToken cancellationToken) => _registered
        ? LineConnection.CallAsync(new UnixDomainSocketEndPoint(Paths.ForwarderSocket), new Message { Method = method, Wire = wire },
            cancellationToken)
        : throw new LabException("no forwarders registered");
}
