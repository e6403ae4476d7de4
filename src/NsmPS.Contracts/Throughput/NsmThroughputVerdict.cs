namespace NsmPS;

/// <summary>What is to be said of what a wire carries.</summary>
public enum NsmThroughputVerdict
{
    /// <summary>It was measured, packets of the interface's size come through, and it is fast enough.</summary>
    Ok,

    /// <summary>Compared with the pod network it carries less than what was asked for.</summary>
    TooSlow,

    /// <summary>Packets that the interface takes do not come through.</summary>
    LargePacketsLost,

    /// <summary>Nothing comes back over it.</summary>
    NoReply,

    /// <summary>Nothing in the pods can send enough to measure it. Latency may be measured all the same.</summary>
    NoTool,

    /// <summary>It could not be measured for another reason, which Detail tells.</summary>
    NotMeasured,
}
