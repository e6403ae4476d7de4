namespace NsmPS.Nsm.Generations;

/// <summary>How the address on the other end of a client's wire is found.</summary>
internal enum PeerRule
{
    /// <summary>Client and endpoint are the first and the second host of a block of four.</summary>
    NextOfBlock,

    /// <summary>Both ends are single addresses; the client has a route to the other.</summary>
    Route,
}
