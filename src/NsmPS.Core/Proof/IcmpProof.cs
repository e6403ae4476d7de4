using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Nsm.Wires;
using NsmPS.Samples;

namespace NsmPS.Proof;

/// <summary>Proves the wires of a sample application by ping.</summary>
public sealed class IcmpProof(ClusterClient client, Catalog catalog)
{
    private const int LargestCount = 10_000;
    private const int LargestPacket = 65_507;
    private const int LargestThrottle = 1_000;

    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromMinutes(1);

    /// <summary>Finds the clients and endpoints of the sample.</summary>
    /// <exception cref="NsmException">ClientsNotFound when there is nothing to ping,
    /// SampleUnknown, MeshNotInstalled, OptionInvalid.</exception>
    public async Task<IcmpTargets> FindAsync(NsmIcmpOptions options, CancellationToken cancellationToken)
    {
        Check(options);
        catalog.Sample(options.SampleApp);
        var mesh = await new MeshLocator(client).FindAsync(cancellationToken);
        var (sample, @namespace) = await new SampleLocator(client, catalog)
            .FindAsync(options.SampleApp, options.Namespace, mesh, cancellationToken) ?? throw MeshLocator.NotInstalled(client.Name);
        var pods = await client.ListAsync(KnownTypes.Pods, new ListFilter(@namespace), cancellationToken);
        var clients = PodsOf(sample, sample.File.Client.Deployment, @namespace, pods);
        var endpoints = catalog.SamplesOf(sample).SelectMany(server => PodsOf(server, server.File.Endpoint.Deployment, @namespace, pods)
            .Where(pod => !pod.IsTerminating())
            .Select(pod => new AnsweringPod(pod, server.File.Endpoint.Container, WireTool.For(server.File.Mechanism))));
        JsonObject[] living = [.. clients.Where(pod => !pod.IsTerminating())];
        return living.Length > 0
            ? new IcmpTargets(sample, living, [.. endpoints], clients.Count - living.Length)
            : throw new NsmException(NsmErrors.ClientsNotFound,
                $"Sample '{sample.Info.Name}' has no clients in namespace '{@namespace}' on '{client.Name}'"
                    + (clients.Count > 0 ? $" but {clients.Count} that are being terminated." : "."), sample.Info.Name)
            { Cluster = client.Name };
    }

    /// <summary>Pings from every client at once; one result per client as it comes.</summary>
    public async IAsyncEnumerable<NsmIcmpResult> TestAsync(IcmpTargets targets, NsmIcmpOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check(options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var probe = new ClientProbe(client, targets.Sample.File, targets.Sample.ClientsAreInjected, targets.Sample.Generation.Peer, options,
            new EndpointNetworks(client, targets).ReadAsync(stop.Token));
        try
        {
            await foreach (var row in ProofRun.EachAsync(targets.Clients, options.ThrottleLimit, client.Time, probe.TestAsync, stop.Token))
            {
                yield return row;
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static IReadOnlyList<JsonObject> PodsOf(SampleApp sample, string deployment, string @namespace, IReadOnlyList<JsonObject> pods)
    {
        var manifest = sample.Manifests.Find("Deployment", deployment)!.Clone();
        manifest.Ensure("metadata")["namespace"] = @namespace;
        return [.. WorkloadRules.PodsOf(manifest, pods)];
    }

    internal static void Check(NsmIcmpOptions options)
    {
        OptionRules.InRange(options.Count, 1, LargestCount, "Count");
        OptionRules.InRange(options.PacketSize, 0, LargestPacket, "PacketSize");
        OptionRules.InRange(options.Interval, s_shortestInterval, s_longestInterval, "Interval");
        OptionRules.InRange(options.ThrottleLimit, 1, LargestThrottle, "ThrottleLimit");
        OptionRules.Timeout(options.Timeout);
        if (options.Namespace is { } name)
        {
            OptionRules.Namespace(name);
        }
    }
}
