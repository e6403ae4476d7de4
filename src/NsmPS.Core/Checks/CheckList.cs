using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;

namespace NsmPS.Checks;

/// <summary>Every check of a mesh, in the order of its rows: causes come before their effects.</summary>
internal static class CheckList
{
    /// <summary>The checks of some categories; all where none is named.</summary>
    public static IReadOnlyList<Check> Choose(IReadOnlyCollection<NsmCheckCategory> categories, bool ping)
    {
        Check[] all = [.. ClusterChecks.All, .. SpireChecks.All, .. V1MeshChecks.All, .. MeshChecks.All, .. AccessChecks.All,
            .. AdmissionChecks.All, .. NodeChecks.All, .. EndpointChecks.All, .. ClientChecks.All, ping
                ? WireChecks.Alive
                : WireChecks.Age];
        return [.. all.Where(check => categories.Count == 0 || categories.Contains(check.Category))];
    }

    /// <summary>What a snapshot must have for some checks.</summary>
    public static (IReadOnlyCollection<ResourceType> Types, CheckProbes Probes) Wanted(IReadOnlyCollection<Check> checks, bool ping)
    {
        var probes = checks.Aggregate(CheckProbes.None, (sum, check) => sum | check.Probes);
        var types = checks.SelectMany(check => check.Needs.Concat(check.Uses)).ToHashSet();

        // Pods and workloads tell where to look for everything else.
        if (probes != CheckProbes.None)
        {
            types.UnionWith([KnownTypes.Pods, KnownTypes.DaemonSets, KnownTypes.Deployments]);
        }

        return (types, ping ? probes : probes & ~CheckProbes.Wires);
    }
}
