using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Manifests;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Samples.Folders;

/// <summary>The order of a folder's objects: what clients and endpoints need comes first, endpoints come before clients, and webhooks come
/// last.</summary>
internal static class FolderStages
{
    public static ManifestSet Arrange(IReadOnlyCollection<JsonObject> objects)
    {
        var wires = objects.Select(item => FolderWorkload.Of(item)).OfType<FolderWorkload>().ToArray();
        var others = ManifestStages.Arrange([.. objects.Except(wires.Select(workload => workload.Item))]);
        return new ManifestSet(
        [
            .. others.Stages.Where(stage => stage.Name != StageNames.Admission),
            new ManifestStage(StageNames.Endpoints, [.. wires.Where(workload => workload.IsEndpoint).Select(workload => workload.Item)]),
            new ManifestStage(StageNames.Clients, [.. wires.Where(workload => !workload.IsEndpoint).Select(workload => workload.Item)]),
            .. others.Stages.Where(stage => stage.Name == StageNames.Admission),
        ]).WithoutEmptyStages();
    }

    /// <summary>The stage that an object of a cluster is removed in.</summary>
    public static string Of(JsonObject item) => FolderWorkload.Of(item) is { } workload
        ? workload.IsEndpoint ? StageNames.Endpoints : StageNames.Clients
        : ManifestStages.Of(item, defined: false);

    /// <summary>The place of a stage in a removal: webhooks first, because they may hold up the others; clients before endpoints.</summary>
    public static int RemovalOrder(string stage) => stage switch
    {
        StageNames.Admission => 0,
        StageNames.Clients => 1,
        StageNames.Endpoints => 2,
        ManifestStages.Resources => 3,
        StageNames.Definitions => 5,
        StageNames.Namespaces => 6,
        _ => 4,
    };
}
