namespace NsmPS;

/// <summary>How a mesh, one of its components or a sample application is doing.</summary>
public enum NsmState
{
    /// <summary>It is not there.</summary>
    Absent,

    /// <summary>It is on its way.</summary>
    Pending,

    /// <summary>It works, as far as can be seen without a ping.</summary>
    Ready,

    /// <summary>It will not become ready by waiting.</summary>
    Failed,

    /// <summary>It is being removed.</summary>
    Removing,

    /// <summary>Clients run without the containers that make their wire.</summary>
    NotInjected,

    /// <summary>Clients run injected, but without their wire.</summary>
    NoWire,
}
