namespace NsmPS;

/// <summary>Who told what is known of a wire.</summary>
public enum NsmWireSource
{
    /// <summary>The interfaces, routes and neighbours of the pods at its ends.</summary>
    Pods,

    /// <summary>The cross connects of NSM's managers.</summary>
    Managers,

    /// <summary>Both, and they agree.</summary>
    PodsAndManagers,
}
