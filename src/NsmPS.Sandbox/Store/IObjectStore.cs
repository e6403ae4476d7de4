using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>The cluster's objects, as controllers see them. Everything that is returned is shared with every other reader, and nobody
/// may change it: a copy for each look would cost more the more objects there are.</summary>
internal interface IObjectStore
{
    /// <summary>The clock that the cluster lives by: whatever happens in it waits by this
    /// one, which may run faster than the real one.</summary>
    TimeProvider Time { get; }

    /// <summary>The real clock: what objects and logs say of moments, certificates, and
    /// everything that clients wait for themselves.</summary>
    TimeProvider Wall { get; }

    /// <summary>The version of the last change. As long as it is the same, nothing has changed.</summary>
    long Version { get; }

    JsonObject? Get(ResourceKind kind, string? ns, string name);

    /// <summary>The object with a uid; null when there is none.</summary>
    JsonObject? Find(ResourceKind kind, string uid);

    /// <summary>All objects of a kind, in the order of their names.</summary>
    IReadOnlyList<JsonObject> List(ResourceKind kind, string? ns = null);

    /// <summary>The objects of a kind whose controller is <paramref name="owner"/>, in the order of their names.</summary>
    IReadOnlyList<JsonObject> Controlled(ResourceKind kind, JsonObject owner);

    /// <summary>Creates an object after defaulting and admission; fills name, uid, creationTimestamp
    /// and resourceVersion, and takes over a status that it has.</summary>
    /// <exception cref="ApiException">AlreadyExists; NotFound or Forbidden for its namespace; Invalid.</exception>
    JsonObject Create(ResourceKind kind, JsonObject item);

    /// <summary>Changes an object: <paramref name="change"/> gets a copy and returns what it should be, or null to leave it.
    /// With <paramref name="status"/> only the status changes, without it all else.</summary>
    /// <exception cref="ApiException">NotFound or Invalid.</exception>
    JsonObject Update(ResourceKind kind, string? ns, string name, Func<JsonObject, JsonObject?> change, bool status = false);

    /// <summary>Deletes an object, or begins to where finalizers, dependents or a pod's
    /// containers hold it. A pod goes at once with 0 seconds of grace.</summary>
    /// <exception cref="ApiException">NotFound.</exception>
    void Delete(ResourceKind kind, string? ns, string name, string propagation = "Background", int? graceSeconds = null);

    /// <summary>Finds a kind, built in or defined; null when it is not served.</summary>
    ResourceKind? Find(string apiVersion, string kind);

    /// <summary>First everything there is as Added, then changes, in order, without loss. Ends by cancellation.</summary>
    IAsyncEnumerable<Change> WatchAsync(Func<ResourceKind, bool> kinds, CancellationToken token);

    /// <summary>Records an event about an object; the same event again counts up.</summary>
    void RecordEvent(JsonObject about, string type, string reason, string message, string source);
}
