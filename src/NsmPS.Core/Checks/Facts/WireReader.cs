using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Wires;
using NsmPS.Operations;
using NsmPS.Proof;

namespace NsmPS.Checks.Facts;

/// <summary>Pings over the wires of every client: those of samples as the samples say, those of
/// others by the rules of NSM. One command for each client.</summary>
internal sealed class WireReader(MeshCluster cluster)
{
    private const string Kernel = "kernel";

    private static readonly NsmIcmpOptions s_options = new() { Count = 1, Timeout = TimeSpan.FromSeconds(2) };

    public async Task<IReadOnlyList<WireFact>> ReadAsync(CheckFacts facts, CancellationToken cancellationToken)
    {
        var known = facts.Samples.Select(sample => (Sample: sample, Pods: ClientsOf(sample, facts)))
            .Where(entry => entry.Pods.Count > 0).ToArray();
        var taken = known.SelectMany(entry => entry.Pods.Values).Select(pod => pod.Key()).ToHashSet();
        JsonObject[] others = [.. facts.ClientPods.Where(pod => !taken.Contains(pod.Key()))];
        var read = await Task.WhenAll([.. known.Select(entry => ReadAsync(entry.Sample, entry.Pods, cancellationToken)),
            ReadOthersAsync(others, facts, cancellationToken)]);
        return [.. read.SelectMany(list => list)];
    }

    /// <summary>The clients of a sample by name.</summary>
    public static IReadOnlyDictionary<string, JsonObject> ClientsOf(SampleApp sample, CheckFacts facts) =>
        facts.PodsOf(facts.DeploymentOf(sample, sample.File.Client.Deployment)).ToDictionary(pod => pod.Name(), StringComparer.Ordinal);

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
                // A pod that came after the snapshot is of no check.
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

    private async Task<IReadOnlyList<WireFact>> ReadOthersAsync(JsonObject[] pods, CheckFacts facts, CancellationToken cancellationToken)
    {
        if (pods.Length == 0 || facts.Samples.FirstOrDefault(sample => sample.File.Mechanism == Kernel) is not { } model)
        {
            return [];
        }

        string[] prefixes = [.. facts.EndpointPods.SelectMany(PodParts.Prefixes).Concat(model.File.Prefixes)
            .Where(prefix => System.Net.IPNetwork.TryParse(prefix, out _)).Distinct()];
        using var gate = new SemaphoreSlim(s_options.ThrottleLimit);
        return await Task.WhenAll(pods.Select(async pod =>
        {
            await gate.WaitAsync(cancellationToken);
            try
            {
                var container = pod.Items("spec", "containers").First().Text("name") ?? "";
                var file = model.File with { Client = new SampleRole("", container, 1), Prefixes = prefixes };
                var probe = new ClientProbe(cluster.Client, file, injected: true, facts.Generation.Peer, s_options,
                    Task.FromResult<IReadOnlyList<(JsonObject Pod, PodNetwork Network)>>([]));
                return new WireFact(pod, null, await probe.TestAsync(pod, cancellationToken));
            }
            finally
            {
                gate.Release();
            }
        }));
    }
}
