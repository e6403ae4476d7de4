using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Mesh;

/// <summary>Tells who uses the mesh.</summary>
internal static class MeshUsers
{
    /// <summary>Workloads that ask for a wire, and samples.</summary>
    public static IEnumerable<JsonObject> Of(IEnumerable<JsonObject> deployments) =>
        deployments.Where(item => InjectionRules.IsUser(item) || (Ownership.IsOurs(item) && item.Label(KubeNames.PartOfLabel) != OwnNames.MeshPart));
}
