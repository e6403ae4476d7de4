using System.Text.Json.Nodes;

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

    /// <summary>What the entry has for credential programs (its extension client.authentication.k8s.io/exec); null for nothing.</summary>
    public JsonNode? PluginConfig { get; init; }
}
