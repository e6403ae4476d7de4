using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Mesh.History;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Operations;

/// <summary>A cluster as one operation knows it. What is asked of it is read at the first question and then remembered: where the mesh is,
/// its recorded revisions, the objects that plans look at. Make one for each operation. What has changed since is seen by
/// <see cref="Again"/>.</summary>
public sealed class MeshCluster(ClusterClient client, Catalog catalog)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<object, Task> _known = [];

    /// <summary>The context's name, as results and errors show it.</summary>
    public string Name => client.Name;

    /// <summary>The releases and samples.</summary>
    public Catalog Catalog => catalog;

    internal ClusterClient Client => client;

    internal TimeProvider Time => client.Time;

    internal DateTimeOffset Now => client.Time.GetUtcNow();

    /// <summary>The same cluster with nothing remembered, for what must be read after something has changed.</summary>
    public MeshCluster Again() => new(client, catalog);

    /// <summary>The same cluster with nothing remembered, whose commands and dry runs a witness is told.</summary>
    internal MeshCluster Witnessed(IWitness witness) => new(client.Witnessed(witness), catalog);

    /// <summary>One object as it was at the first question; null when it is not there.</summary>
    internal Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken) =>
        OnceAsync(key, () => client.GetAsync(key, cancellationToken));

    /// <summary>Objects as they were at the first question.</summary>
    internal Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type, ListFilter filter, CancellationToken cancellationToken) =>
        OnceAsync((type, filter), () => client.ListAsync(type, filter, cancellationToken));

    /// <summary>Where the mesh is, no matter who installed it; null when there is none.</summary>
    internal async Task<LocatedMesh?> FindMeshAsync(CancellationToken cancellationToken) =>
        (await ManagersAsync(cancellationToken)).Select(item => Generation.OfManager(item) is { } generation
            ? new LocatedMesh(item.Namespace()!, generation)
            : null).FirstOrDefault(mesh => mesh is not null);

    /// <summary>The DaemonSet of the managers of NSM v0.2, which tell of their wires; null when there is none.</summary>
    internal async Task<JsonObject?> FindManagersAsync(CancellationToken cancellationToken) =>
        (await ManagersAsync(cancellationToken)).FirstOrDefault(item => Generation.OfManager(item) == Generation.V02);

    /// <summary>The recorded revisions of the mesh in a namespace.</summary>
    internal Task<RecordedMesh> ReadRecordAsync(string @namespace, CancellationToken cancellationToken) =>
        OnceAsync((nameof(RecordedMesh), @namespace), () => new Inventory(client).ReadAsync(@namespace, cancellationToken));

    internal NsmException Error(NsmError error, string message, string? target = null, string? remedy = null) =>
        new(error, message, target) { Cluster = Name, Remedy = remedy ?? error.Remedy };

    /// <summary>The error when there is no mesh.</summary>
    internal NsmException NotInstalled() => Error(NsmErrors.MeshNotInstalled, $"There is no Network Service Mesh on cluster '{Name}'.");

    /// <summary>The error when the mesh is in another namespace than the one that the user named.</summary>
    internal NsmException NotInside(string home, string wanted) =>
        Error(NsmErrors.MeshNotInstalled, $"NSM is in namespace '{home}', not in '{wanted}'.", wanted);

    private async Task<IEnumerable<JsonObject>> ManagersAsync(CancellationToken cancellationToken)
    {
        var managers = await ListAsync(KnownTypes.DaemonSets,
            new ListFilter(FieldSelector: $"metadata.name={NsmNames.ManagerDaemonSet}"), cancellationToken);
        return managers.OrderByDescending(Ownership.IsOurs);
    }

    /// <summary>Simultaneous callers share one request. A failed request is not remembered.</summary>
    private Task<T> OnceAsync<T>(object question, Func<Task<T>> read)
    {
        lock (_gate)
        {
            if (_known.TryGetValue(question, out var known) && !known.IsFaulted && !known.IsCanceled)
            {
                return (Task<T>)known;
            }

            var reading = read();
            _known[question] = reading;
            return reading;
        }
    }
}
