namespace NsmPS;

/// <summary>Who made a wire carry packets again.</summary>
public enum NsmHealedBy
{
    /// <summary>Nothing was lost, so there was nothing to heal.</summary>
    NotNeeded,

    /// <summary>NSM itself: the same client's wire came back before anything was repaired.</summary>
    Nsm,

    /// <summary>A repair, or whatever else replaced the client's pod.</summary>
    Repair,

    /// <summary>Nobody: it was still silent in the end.</summary>
    Nobody,
}
