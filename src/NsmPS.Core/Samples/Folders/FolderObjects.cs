using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;
using NsmPS.Operations;

namespace NsmPS.Samples.Folders;

/// <summary>Finds what was created out of folders: by labels, never by names.</summary>
internal sealed class FolderObjects(MeshCluster cluster)
{
    private const char Between = ',';

    /// <summary>The kinds that can be clients or endpoints.</summary>
    private static readonly ResourceType[] s_workloads =
        [KnownTypes.Deployments, KnownTypes.StatefulSets, KnownTypes.DaemonSets, KnownTypes.Pods, KnownTypes.Jobs];

    /// <summary>Kinds that are looked for in any case; of others the objects themselves tell.</summary>
    private static readonly ResourceType[] s_usual =
    [
        .. s_workloads, KnownTypes.Services, KnownTypes.ConfigMaps, KnownTypes.Secrets, KnownTypes.ServiceAccounts, KnownTypes.Roles,
        KnownTypes.RoleBindings, KnownTypes.PersistentVolumeClaims, KnownTypes.Namespaces, KnownTypes.ClusterRoles,
        KnownTypes.ClusterRoleBindings,
        .. Generation.All.Select(generation => generation.NetworkServices),
    ];

    /// <summary>The workloads of a folder sample, or of all, by the sample's name.</summary>
    public async Task<ILookup<string, JsonObject>> WorkloadsAsync(string? name, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(s_workloads.Select(type => ListAsync(type, cancellationToken)));
        return lists.SelectMany(list => list).Where(item => name is null || IsOf(item, name))
            .ToLookup(item => item.Label(OwnNames.FolderLabel)!, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Everything of a folder sample.</summary>
    public async Task<IReadOnlyList<JsonObject>> AllAsync(string name, CancellationToken cancellationToken)
    {
        JsonObject[] usual = [.. (await Task.WhenAll(s_usual.Select(type => ListAsync(type, cancellationToken))))
            .SelectMany(list => list).Where(item => IsOf(item, name))];
        var told = usual.SelectMany(KindsOf).Distinct().Where(kind => !IsUsual(kind));
        var more = await Task.WhenAll(told.Select(async kind =>
            await cluster.Client.FindTypeAsync(kind.ApiVersion, kind.Kind, cancellationToken) is { } type
                ? await ListAsync(type, cancellationToken) : []));
        var owner = ObjectOwner.OfFolder(name);
        return [.. usual.Concat(more.SelectMany(list => list).Where(item => IsOf(item, name))).Where(owner.Owns)];
    }

    /// <summary>Marks an object as one of a folder sample, and where there are unusual kinds with these, by which they are found again.
    /// </summary>
    public static Action<JsonObject> Marked(string name, IEnumerable<JsonObject> all)
    {
        var kinds = string.Join(Between, all.Select(item => (item.Key().ApiVersion, item.Kind())).Where(kind => !IsUsual(kind))
            .Select(kind => $"{kind.ApiVersion}/{kind.Item2}").Distinct().Order(StringComparer.Ordinal));
        return item =>
        {
            item.Ensure("metadata", "labels")[OwnNames.FolderLabel] = name;
            if (kinds.Length > 0)
            {
                item.Ensure("metadata", "annotations")[OwnNames.KindsAnnotation] = kinds;
            }
        };
    }

    private static IEnumerable<(string ApiVersion, string Kind)> KindsOf(JsonObject item) =>
        (item.Text("metadata", "annotations", OwnNames.KindsAnnotation) ?? "").Split(Between, StringSplitOptions.RemoveEmptyEntries)
            .Select(text => (Text: text, At: text.LastIndexOf('/'))).Where(entry => entry.At > 0)
            .Select(entry => (entry.Text[..entry.At], entry.Text[(entry.At + 1)..]));

    private static bool IsUsual((string ApiVersion, string Kind) kind) => s_usual.Any(type => (type.ApiVersion, type.Kind) == kind);

    private static bool IsOf(JsonObject item, string name) =>
        string.Equals(item.Label(OwnNames.FolderLabel), name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Kinds that the user may not list hold nothing of theirs.</summary>
    private async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type, CancellationToken cancellationToken)
    {
        try
        {
            return await cluster.ListAsync(type, new ListFilter(LabelSelector: $"{Ownership.Selector},{OwnNames.FolderLabel}"),
                cancellationToken);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.AccessDenied)
        {
            return [];
        }
    }
}
