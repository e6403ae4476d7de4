namespace NsmPS.Checks;

/// <summary>Facts that checks need and that no list of objects holds.</summary>
[Flags]
internal enum CheckProbes
{
    None = 0,

    /// <summary>A server dry run of a Deployment that asks for a wire.</summary>
    Injection = 1,

    /// <summary>A server dry run of a bare pod.</summary>
    BarePod = 2,

    /// <summary>The links in the nodes' own networks.</summary>
    Links = 4,

    /// <summary>A ping over each wire.</summary>
    Wires = 8,

    /// <summary>The last lines of containers that do not come up.</summary>
    Logs = 16,

    /// <summary>The webhook's certificate.</summary>
    Certificate = 32,

    /// <summary>What differs from what the newest revision applied.</summary>
    Drift = 64,
}
