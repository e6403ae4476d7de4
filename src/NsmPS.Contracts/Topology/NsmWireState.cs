namespace NsmPS;

/// <summary>How a wire is doing, as far as can be told without a ping.</summary>
public enum NsmWireState
{
    /// <summary>It cannot be told: a pod could not be read, or what is known disagrees.</summary>
    Unknown,

    /// <summary>Both ends are there and have a link. Only a ping proves that packets pass.</summary>
    Up,

    /// <summary>Ends are there without a link, or NSM itself says that it is down.</summary>
    Down,

    /// <summary>One of its ends is gone. NSM v0.2 neither heals nor forgets such a wire.</summary>
    Dead,
}
