using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>What a deletion makes of an object before it is gone.</summary>
internal static class Deletion
{
    public const string ForegroundFinalizer = "foregroundDeletion";
    public const string OrphanFinalizer = "orphan";

    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    private const string Foreground = "Foreground";
    private const string Orphan = "Orphan";
    private const int DefaultGrace = 30;

    /// <summary>The object as it is once its deletion has begun.</summary>
    /// <exception cref="ApiException">BadRequest for an unknown propagation.</exception>
    public static JsonObject Begin(ResourceKind kind, JsonObject before, DeleteOptions options, DateTimeOffset now)
    {
        var item = before.Clone();
        var metadata = item.Metadata();
        var finalizer = options.Propagation switch
        {
            null or "" or "Background" => null,
            Foreground => ForegroundFinalizer,
            Orphan => OrphanFinalizer,
            _ => throw ApiException.BadRequest($"invalid propagationPolicy {options.Propagation}"),
        };
        var cleanup = kind == BuiltIn.CustomResourceDefinitions && !item.IsTerminating() ? CleanupFinalizer : null;
        foreach (var held in (string?[])[finalizer, cleanup])
        {
            if (held is not null && !item.Finalizers().Contains(held))
            {
                metadata["finalizers"] = new JsonArray([.. item.Finalizers().Append(held)]);
            }
        }

        var grace = kind == BuiltIn.Pods ? PodGrace(item, options.GraceSeconds) : 0;
        if (!item.IsTerminating() || grace < item.NumberOrNull(JsonObjects.MetadataField, "deletionGracePeriodSeconds"))
        {
            metadata["deletionTimestamp"] = (now + TimeSpan.FromSeconds(grace)).Stamp();
            metadata["deletionGracePeriodSeconds"] = grace;
        }

        if (kind == BuiltIn.Namespaces)
        {
            item.Ensure(JsonObjects.StatusField)["phase"] = "Terminating";
        }

        return item;
    }

    /// <summary>A pod that runs nowhere goes at once.</summary>
    private static int PodGrace(JsonObject pod, int? asked) =>
        pod.Text("spec", "nodeName") is null || pod.Text(JsonObjects.StatusField, "phase") is "Succeeded" or "Failed" ? 0
        : asked ?? pod.NumberOrNull("spec", "terminationGracePeriodSeconds") ?? DefaultGrace;
}
