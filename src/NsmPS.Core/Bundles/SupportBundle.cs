using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Checks;
using NsmPS.Kubernetes;
using NsmPS.Mesh;
using NsmPS.Nsm.Generations;
using NsmPS.Operations;
using NsmPS.Proof;
using NsmPS.Samples;
using NsmPS.Topology;
using NsmPS.Topology.Managers;

namespace NsmPS.Bundles;

/// <summary>Takes a support bundle of a cluster: everything that a maintainer asks for, without secrets. It changes nothing.</summary>
public sealed class SupportBundle(MeshCluster cluster, ICrossConnectSource managers)
{
    /// <summary>Reads the cluster and packs what it has.</summary>
    /// <returns>The zip and what is in it.</returns>
    /// <exception cref="NsmException">The cluster cannot be reached at all. What else fails is named in the bundle.</exception>
    public async Task<(NsmSupportBundle Bundle, byte[] Zip)> TakeAsync(BundleOptions options, CancellationToken cancellationToken)
    {
        var tape = new BundleTape();
        var watched = cluster.Witnessed(tape);
        using var limit = new CancellationTokenSource(options.Timeout, cluster.Time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var token = deadline.Token;
        var problems = new BundleProblems(cancellationToken);
        var version = await watched.Client.FindServerVersionAsync(cancellationToken);
        var takenAt = cluster.Now;
        var mesh = await problems.TryAsync("The mesh", async inner => await new MeshReader(watched).GetAsync(null, inner)
            ?? throw watched.NotInstalled(), token);
        var home = mesh is null ? [] : await HomeAsync(watched, token);
        var pinged = await problems.TryAsync("Clients, endpoints and wires", inner => ReadTopologyAsync(watched, inner), token);
        foreach (var warning in pinged?.Warnings ?? [])
        {
            problems.Add(warning);
        }

        var checks = await problems.TryAsync("The checks", inner => new MeshTester(watched).TestAsync(new NsmCheckOptions(), inner), token);
        var samples = await problems.TryAsync("The samples", inner => new SampleReader(watched).GetAsync(null, null, inner), token);
        var objects = new BundleObjects(await ReadObjectsAsync(watched, problems, token), home, watched.Catalog.SampleFiles);
        var answers = await problems.TryAsync("The managers' cross connects", inner => new ManagerReader(watched, managers,
            new TopologyOptions().ManagerTimeout).ReadAsync(objects.Pods, inner), token);
        var logs = await new BundleLogs(watched.Client, problems, options.LogLines).ReadAsync(objects.Pods, token);
        using var writer = new BundleWriter(options, problems, takenAt, version ?? "", watched, Kept(watched));
        writer.Objects(objects);
        writer.Results(mesh, pinged, checks, samples);
        writer.Recorded(tape, answers);
        writer.Logs(logs);
        cancellationToken.ThrowIfCancellationRequested();
        return writer.Finish();
    }

    private async Task<NsmTopology> ReadTopologyAsync(MeshCluster watched, CancellationToken cancellationToken) =>
        await new TopologyPing(watched, managers).PingAsync(
            await new TopologyReader(watched, managers).ReadAsync(new TopologyOptions(), cancellationToken), cancellationToken);

    private static async Task<IReadOnlyCollection<string>> HomeAsync(MeshCluster watched, CancellationToken cancellationToken) =>
        await watched.FindMeshAsync(cancellationToken) is var (@namespace, generation)
            ? [.. GenerationRules.For(generation).Namespaces(@namespace)]
            : [];

    private static async Task<IReadOnlyDictionary<ResourceType, IReadOnlyList<JsonObject>>> ReadObjectsAsync(MeshCluster watched,
        BundleProblems problems, CancellationToken deadline)
    {
        var read = await Task.WhenAll(BundleObjects.Types.Select(async type => (Type: type, Items: await problems.TryAsync(
            $"The {type.Plural}", token => watched.Client.ListAsync(type, ListFilter.All, token), deadline))));
        return read.Where(entry => entry.Items is not null).ToDictionary(entry => entry.Type, entry => entry.Items!);
    }

    /// <summary>Addresses that samples give to wires are the same everywhere.</summary>
    private static Func<IPAddress, bool> Kept(MeshCluster watched)
    {
        IPNetwork[] networks = [.. watched.Catalog.SampleFiles.SelectMany(sample => sample.Prefixes)
            .Select(prefix => IPNetwork.TryParse(prefix, out var network) ? network : default).Where(network => network != default)];
        return address => networks.Any(network => network.Contains(address));
    }
}
