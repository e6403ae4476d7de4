using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads.Controllers;

/// <summary>Writes a workload's status when it differs.</summary>
internal static class StatusWriter
{
    public static void Write(IObjectStore store, ResourceKind kind, JsonObject item, JsonObject status)
    {
        status["observedGeneration"] = item.Amount("metadata", "generation");
        if (!JsonNode.DeepEquals(status, item["status"]))
        {
            store.Update(kind, item.Space(), item.Name(), present =>
            {
                present["status"] = status;
                return present;
            }, status: true);
        }
    }
}
