namespace NsmPS;

/// <summary>How to ping.</summary>
public sealed record NsmIcmpOptions
{
    /// <summary>The sample whose clients are pinged from.</summary>
    public string SampleApp { get; init; } = "icmp-responder";

    /// <summary>The namespace of the clients; null for the mesh's.</summary>
    public string? Namespace { get; init; }

    /// <summary>Echo requests per client.</summary>
    public int Count { get; init; } = 3;

    /// <summary>Payload bytes of each request.</summary>
    public int PacketSize { get; init; } = 56;

    /// <summary>Time between two requests.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait for the last reply, and for each command in a pod beyond the ping's own length.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The image of an ephemeral container to ping from where no container of a pod can; null for none.</summary>
    public string? DebugImage { get; init; }

    /// <summary>How many clients are tested at once; null for as many as suit the number of their nodes.</summary>
    public int? ThrottleLimit { get; init; }
}
