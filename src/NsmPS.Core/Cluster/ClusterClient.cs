using System.Text.Json.Nodes;

namespace NsmPS.Cluster;

/// <summary>One connection to one cluster: the only place that talks to its API server.</summary>
public sealed class ClusterClient : IDisposable
{
    /// <summary>The context's name, as results and errors show it.</summary>
    public string Name => throw new NotImplementedException();

    /// <summary>The API server's address.</summary>
    public Uri Server => throw new NotImplementedException();

    /// <summary>The clock that waits and time stamps use.</summary>
    internal TimeProvider Time => throw new NotImplementedException();

    /// <summary>Reads the kubeconfig and prepares the connection; no request is sent before the first use.</summary>
    public static Task<ClusterClient> ConnectAsync(ClusterOptions options, TimeProvider time, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The server's git version, for example <c>v1.20.2</c>.</summary>
    internal Task<string> GetServerVersionAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Reads one object; null when it, its namespace or its kind does not exist.</summary>
    internal Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Applies an object on the server as field manager nsmps and returns what the server made of it.</summary>
    internal Task<JsonObject> ApplyAsync(JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Creates an object (POST) and returns what the server made of it.</summary>
    internal Task<JsonObject> CreateAsync(JsonObject manifest, bool dryRun, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Deletes an object; false when it was not there. With <paramref name="uid"/> only that very object.</summary>
    internal Task<bool> DeleteAsync(ObjectKey key, string? uid, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Lists objects, page by page; empty when the kind does not exist. Items carry apiVersion and kind.</summary>
    internal Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type, ListFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Lists, then watches for ever: survives cuts, restarts and 410 by listing again. Ends only by cancellation.</summary>
    internal IAsyncEnumerable<WatchEvent> WatchAsync(ResourceType type, ListFilter filter, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Runs a command in a container.</summary>
    internal Task<ExecResult> ExecAsync(string @namespace, string pod, string container, IReadOnlyList<string> command, TimeSpan timeout, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>The last lines of a container's log; empty when there is none.</summary>
    internal Task<IReadOnlyList<string>> ReadLogAsync(string @namespace, string pod, string container, bool previous, int lines, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>How the server serves a kind; null when it does not.</summary>
    internal Task<ResourceType?> FindTypeAsync(string apiVersion, string kind, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
