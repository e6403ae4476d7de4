using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Injection;
using NsmPS.Operations;
using NsmPS.Proof;

namespace NsmPS.Checks.Facts;

/// <summary>Pings over the wires of every client: those of samples as the samples say, those of others over each of their
/// interfaces.</summary>
internal sealed class WireReader(MeshCluster cluster)
{
    private static readonly NsmIcmpOptions s_options = new() { Count = 1, Timeout = TimeSpan.FromSeconds(2) };

    public async Task<IReadOnlyList<WireFact>> ReadAsync(CheckFacts facts, CancellationToken cancellationToken)
    {
        var known = facts.Samples.Select(sample => (Sample: sample, Pods: ClientsOf(sample, facts)))
            .Where(entry => entry.Pods.Count > 0).ToArray();
        var taken = known.SelectMany(entry => entry.Pods.Values).Select(pod => pod.Key()).ToHashSet();
        JsonObject[] others = [.. facts.ClientPods.Where(pod => !taken.Contains(pod.Key()))];

        // Clients may have gone after the snapshot was taken, or a Deployment chooses other pods than the sample's file does.
        var read = await Task.WhenAll(known.Select(entry => ReadAsync(entry.Sample, entry.Pods, facts, cancellationToken))
            .Append(ReadOthersAsync(others, cancellationToken))
            .Select(reading => reading.OrIfAsync(failure => failure.Error == NsmErrors.ClientsNotFound, _ => [])));
        return [.. read.SelectMany(list => list)];
    }

    /// <summary>The clients of a sample by name. A Deployment that only has the name of the sample's asks for something else.</summary>
    public static IReadOnlyDictionary<string, JsonObject> ClientsOf(SampleApp sample, CheckFacts facts) =>
        facts.PodsOf(facts.DeploymentOf(sample, sample.File.Client.Deployment))
            .Where(pod => WireRequest.Of(pod) is var requests
                && (requests.Count == 0 || requests.Any(request => request.NetworkService == sample.File.NetworkService)))
            .ToDictionary(pod => pod.Name(), StringComparer.Ordinal);

    /// <summary>Pings from the pods of the snapshot: to read them once more would need as much memory again.</summary>
    private async Task<IReadOnlyList<WireFact>> ReadAsync(SampleApp sample, IReadOnlyDictionary<string, JsonObject> pods, CheckFacts facts,
        CancellationToken cancellationToken)
    {
        var proof = new IcmpProof(cluster);
        var home = pods.Values.First().Namespace() ?? "";
        var options = s_options with { SampleApp = sample.Info.Name, Namespace = home };
        var read = new List<WireFact>();
        await foreach (var row in proof.TestAsync(proof.Find(sample, home, facts.Of(KnownTypes.Pods)), options, cancellationToken))
        {
            if (pods.TryGetValue(row.Client, out var pod))
            {
                read.Add(new WireFact(pod, sample, row));
            }
        }

        return read;
    }

    private async Task<IReadOnlyList<WireFact>> ReadOthersAsync(JsonObject[] pods, CancellationToken cancellationToken)
    {
        var byName = pods.ToDictionary(pod => (pod.Namespace() ?? "", pod.Name()));
        var facts = new List<WireFact>();
        if (pods.Length == 0)
        {
            return facts;
        }

        var proof = new WireProof(cluster);
        var wires = await proof.FindAsync(row => byName.ContainsKey((row.ClientNamespace, row.Client)), s_options, cancellationToken);
        await foreach (var row in proof.TestAsync(wires, s_options, cancellationToken))
        {
            facts.Add(new WireFact(byName[(row.ClientNamespace, row.Client)], null, row));
        }

        return facts;
    }
}
