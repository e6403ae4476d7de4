namespace NsmPS;

/// <summary>Which sample application to create, and how large.</summary>
public sealed record NsmSampleAppOptions
{
    /// <summary>The sample's name, for example <c>icmp-responder</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The full path of a folder of the user that describes it; null for a sample of the catalogue.</summary>
    public string? Path { get; init; }

    /// <summary>The full path of the folder that holds everything that <see cref="Path"/> refers to; null for the clone of a git repository
    /// that it lies in, and without one the folder itself.</summary>
    public string? Root { get; init; }

    /// <summary>The namespace; null for the mesh's. Of a folder it is that of objects which name none.</summary>
    public string? Namespace { get; init; }

    /// <summary>Number of clients; null for the sample's own.</summary>
    public int? ClientReplicas { get; init; }

    /// <summary>Number of endpoints; null for the sample's own.</summary>
    public int? EndpointReplicas { get; init; }

    /// <summary>Secrets of the sample's namespace with which its images are pulled, those of the containers that NSM adds too.</summary>
    public IReadOnlyList<string> ImagePullSecrets { get; init => field = ReadOnlyLists.Copy(value); } = [];

    /// <summary>How endpoints are spread over nodes.</summary>
    public NsmSpread Spread { get; init; } = NsmSpread.Required;
}
