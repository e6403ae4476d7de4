namespace NsmPS.Topology.Managers;

/// <summary>Asks a manager of NSM v0.2 for its cross connects. Implemented where the managers' protocol is spoken.</summary>
public interface ICrossConnectSource
{
    /// <summary>Asks once, and gives what the manager has at that moment.</summary>
    /// <param name="connection">An open connection to the manager, for this one question; the caller closes it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="NsmException">ManagerUnreadable: the manager does not answer, or what it answers cannot be used.</exception>
    Task<IReadOnlyList<NsmCrossConnect>> ReadAsync(Stream connection, CancellationToken cancellationToken);
}
