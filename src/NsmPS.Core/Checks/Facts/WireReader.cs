using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
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
        var read = await Task.WhenAll([.. known.Select(entry => ReadAsync(entry.Sample, entry.Pods, cancellationToken)),
            ReadOthersAsync(others, cancellationToken)]);
        return [.. read.SelectMany(list => list)];
    }

    /// <summary>The clients of a sample by name. A Deployment that only has the name of the sample's asks for something else.</summary>
    public static IReadOnlyDictionary<string, JsonObject> ClientsOf(SampleApp sample, CheckFacts facts) =>
        facts.PodsOf(facts.DeploymentOf(sample, sample.File.Client.Deployment))
            .Where(pod => WireRequest.Of(pod) is var requests
                && (requests.Count == 0 || requests.Any(request => request.NetworkService == sample.File.NetworkService)))
            .ToDictionary(pod => pod.Name(), StringComparer.Ordinal);

    private async Task<IReadOnlyList<WireFact>> ReadAsync(SampleApp sample, IReadOnlyDictionary<string, JsonObject> pods,
        CancellationToken cancellationToken)
    {
        var proof = new IcmpProof(cluster);
        var options = s_options with { SampleApp = sample.Info.Name, Namespace = pods.Values.First().Namespace() };
        var facts = new List<WireFact>();
        try
        {
            await foreach (var row in proof.TestAsync(await proof.FindAsync(options, cancellationToken), options, cancellationToken))
            {
                // A pod that is newer than the snapshot belongs to no check.
                if (pods.TryGetValue(row.Client, out var pod))
                {
                    facts.Add(new WireFact(pod, sample, row));
                }
            }
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ClientsNotFound)
        {
            // They went after the snapshot was taken.
        }

        return facts;
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
        try
        {
            var wires = await proof.FindAsync(row => byName.ContainsKey((row.ClientNamespace, row.Client)), s_options,
                cancellationToken);
            await foreach (var row in proof.TestAsync(wires, s_options, cancellationToken))
            {
                facts.Add(new WireFact(byName[(row.ClientNamespace, row.Client)], null, row));
            }
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ClientsNotFound)
        {
            // They went after the snapshot was taken.
        }

        return facts;
    }
}
