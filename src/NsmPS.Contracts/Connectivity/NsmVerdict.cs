namespace NsmPS;

/// <summary>What a ping over a wire showed.</summary>
public enum NsmVerdict
{
    /// <summary>Every packet came back, and every check of the sample passed.</summary>
    Ok,

    /// <summary>Some packets came back.</summary>
    PartialLoss,

    /// <summary>No packet came back.</summary>
    NoReply,

    /// <summary>The client is injected but has no interface with an address.</summary>
    NoWire,

    /// <summary>The client lacks the containers that make its wire.</summary>
    NotInjected,

    /// <summary>A command could not be run in the client.</summary>
    ExecFailed,

    /// <summary>The client's image has no program that pings over its wire.</summary>
    PingMissing,

    /// <summary>The client has an interface, and neither its address nor its routes nor a manager tell what is on the other
    /// end.</summary>
    TargetUnknown,

    /// <summary>Every packet came back, but a page or a port is not as the sample wants it.</summary>
    CheckFailed,
}
