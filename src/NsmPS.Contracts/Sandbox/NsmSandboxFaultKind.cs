namespace NsmPS;

/// <summary>What can go wrong in a sandbox on purpose.</summary>
public enum NsmSandboxFaultKind
{
    /// <summary>Requests are held back.</summary>
    Latency,

    /// <summary>Requests are answered 429, with a Retry-After.</summary>
    TooManyRequests,

    /// <summary>Requests are answered 500.</summary>
    ServerError,

    /// <summary>Connections are closed without an answer.</summary>
    DroppedConnection,

    /// <summary>All watches that run are cut, once.</summary>
    WatchCut,

    /// <summary>The changes so far are forgotten, once: watches that want to go on from before get 410.</summary>
    WatchExpired,

    /// <summary>For a while nothing answers and every connection is cut. The state stays.</summary>
    ServerRestart,

    /// <summary>Containers take longer to start.</summary>
    SlowPods,

    /// <summary>Containers crash after each start.</summary>
    PodCrash,

    /// <summary>Images cannot be pulled.</summary>
    ImageFailure,

    /// <summary>NSM's webhook answers and changes nothing.</summary>
    NoInjection,

    /// <summary>Clients start without an interface.</summary>
    NoWire,

    /// <summary>Pings over a wire get no answer.</summary>
    WireLoss,

    /// <summary>Packets over a wire that are larger than some size get lost.</summary>
    WireMtu,

    /// <summary>Managers register under an address that is not theirs.</summary>
    StaleManager,

    /// <summary>A node's kubelet does not report, and nothing on it answers.</summary>
    NodeDown,

    /// <summary>A forwarder of NSM v0.2 that makes many wires at once leaves clients without one for ever.</summary>
    WireStorm,

    /// <summary>A node's kubelet restarts, once. It rejects pods that hold a device, as clients of NSM v0.2 do.</summary>
    KubeletRestart,
}
