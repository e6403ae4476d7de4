namespace NsmPS;

/// <summary>What has happened to a wire.</summary>
public enum NsmConnectionChangeKind
{
    /// <summary>It carries packets; before, it was not there or broken.</summary>
    Up,

    /// <summary>One of its ends is gone or has no link.</summary>
    Down,

    /// <summary>It leads to another endpoint, or has another address, without having been down.</summary>
    Moved,

    /// <summary>Pings over it stay without an answer, although both its ends look sound.</summary>
    Loss,

    /// <summary>Pings are answered again.</summary>
    Recovered,
}
