namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>What an event tells; the numbers are the protocol's.</summary>
internal enum CrossConnectChangeType
{
    /// <summary>Everything there is, which comes first.</summary>
    Initial = 0,

    /// <summary>New entries.</summary>
    Update = 1,

    /// <summary>Entries that are gone.</summary>
    Delete = 2,
}

/// <summary>An event of one manager.</summary>
internal sealed record CrossConnectChange(CrossConnectChangeType Type, IReadOnlyList<CrossConnect> Entries);
