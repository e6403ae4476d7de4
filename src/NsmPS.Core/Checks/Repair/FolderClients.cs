using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Operations;
using NsmPS.Samples.Folders;

namespace NsmPS.Checks.Repair;

/// <summary>The clients that samples out of folders made. Their pods carry no mark of their own, so their workloads tell.</summary>
/// <param name="Samples">The sample's name by the key of each client.</param>
internal sealed record FolderClients(IReadOnlyDictionary<ObjectKey, string> Samples)
{
    /// <summary>Finds the samples that these wires belong to.</summary>
    public static async Task<FolderClients> FindAsync(MeshCluster cluster, IReadOnlyCollection<WireFact> wires,
        CancellationToken cancellationToken)
    {
        var samples = new Dictionary<ObjectKey, string>();
        if (wires.Count > 0)
        {
            JsonObject[] pods = [.. wires.Select(wire => wire.Pod).DistinctBy(pod => pod.Key())];
            foreach (var sample in await new FolderObjects(cluster).WorkloadsAsync(name: null, cancellationToken))
            {
                foreach (var pod in sample.Where(ObjectOwner.OfFolder(sample.Key).Owns).Select(FolderWorkload.Of).OfType<FolderWorkload>()
                    .SelectMany(workload => workload.PodsOf(pods)))
                {
                    samples.TryAdd(pod.Key(), sample.Key);
                }
            }
        }

        return new FolderClients(samples);
    }

    /// <summary>The pods that are deleted so that their workload makes them again, by the sample's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PlannedObject>> Restarts(IEnumerable<WireFact> wires) =>
        wires.Select(wire => wire.Pod).Where(pod => Samples.ContainsKey(pod.Key()) && PodOwners.IsRecreated(pod))
            .DistinctBy(pod => pod.Key())
            .GroupBy(pod => Samples[pod.Key()], pod => PlannedObject.Deletion(StageNames.Clients, pod,
                "its wire is dead, or ends with this repair"))
            .ToDictionary(sample => sample.Key, IReadOnlyList<PlannedObject> (sample) => [.. sample]);

    /// <summary>What to do about clients that nothing makes again.</summary>
    public IEnumerable<string> Remarks(IEnumerable<WireFact> wires) => wires.Select(wire => wire.Pod)
        .Where(pod => Samples.ContainsKey(pod.Key()) && !PodOwners.IsRecreated(pod))
        .GroupBy(pod => Samples[pod.Key()], pod => pod.Key().ToString())
        .Select(sample => $"These clients of sample {sample.Key} have a dead wire, or lose it, and nothing makes their pods again: "
            + $"{string.Join(", ", sample.Distinct().Order(StringComparer.Ordinal))}. Remove-NsmSampleApp {sample.Key}, and then "
            + "New-NsmSampleApp -Path with its folder, makes them new.");
}
