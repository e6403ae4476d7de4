namespace NsmPS.Kubernetes.Config;

/// <summary>A cluster entry as written; paths are already resolved against the file's folder.</summary>
internal sealed record KubeconfigCluster(string Name)
{
    public string? Server { get; init; }

    public string? AuthorityFile { get; init; }

    public string? AuthorityData { get; init; }

    public string? TlsServerName { get; init; }

    public bool SkipTlsVerify { get; init; }

    public string? ProxyUrl { get; init; }
}
