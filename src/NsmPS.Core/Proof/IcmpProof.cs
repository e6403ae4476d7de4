using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Rendering;
using NsmPS.Nsm.Wires;
using NsmPS.Operations;
using NsmPS.Samples;

namespace NsmPS.Proof;

/// <summary>Proves the wires of a sample application by ping.</summary>
public sealed class IcmpProof(MeshCluster cluster)
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
        cluster.Catalog.Sample(options.SampleApp);
        var (sample, @namespace) = await new SampleLocator(cluster).FindAsync(options.SampleApp, options.Namespace, cancellationToken)
            ?? throw cluster.NotInstalled();
        var pods = await cluster.Client.ListAsync(KnownTypes.Pods, new ListFilter(@namespace), UnreadParts.OfWires, cancellationToken);
        return Find(sample, @namespace, pods);
    }

    /// <summary>Finds them among pods that are known already.</summary>
    /// <exception cref="NsmException">ClientsNotFound when there is nothing to ping.</exception>
    internal IcmpTargets Find(SampleApp sample, string @namespace, IReadOnlyList<JsonObject> pods)
    {
        var clients = PodsOf(sample, sample.File.Client.Deployment, @namespace, pods);
        var endpoints = cluster.Catalog.SamplesOf(sample).SelectMany(server =>
            PodsOf(server, server.File.Endpoint.Deployment, @namespace, pods).Where(PodRules.IsLiving)
            .Select(pod => new AnsweringPod(pod, server.File.Endpoint.Container, WireTool.For(server.File.Mechanism))));
        JsonObject[] living = [.. clients.Where(PodRules.IsLiving)];
        return living.Length > 0
            ? new IcmpTargets(sample, living, [.. endpoints], clients.Count - living.Length)
            : throw cluster.Error(NsmErrors.ClientsNotFound,
                $"Sample '{sample.Info.Name}' has no clients in namespace '{@namespace}' on '{cluster.Name}'"
                    + (clients.Count > 0 ? $" but {clients.Count} that are being terminated." : "."), sample.Info.Name);
    }

    /// <summary>Pings from every client at once; one result per client as it comes.</summary>
    public async IAsyncEnumerable<NsmIcmpResult> TestAsync(IcmpTargets targets, NsmIcmpOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Check(options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var probe = new ClientProbe(cluster.Client, targets.Sample.File, targets.Sample.ClientsAreInjected, targets.Sample.Generation.Peer,
            options, ReadEndpointsAsync(targets.Endpoints, stop.Token));
        var atOnce = ProofLimit.Of(options.ThrottleLimit, targets.Clients.Select(pod => pod.NodeName()));
        try
        {
            await foreach (var row in ProofRun.EachAsync(targets.Clients, atOnce, cluster.Time, probe.TestAsync, stop.Token))
            {
                yield return row;
            }
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    /// <summary>The pods of endpoints by the hardware addresses of their interfaces: each has its own, while addresses repeat from endpoint
    /// to endpoint. One that cannot be read leaves its clients' locality unknown, no more.</summary>
    private async Task<IReadOnlyDictionary<string, JsonObject>> ReadEndpointsAsync(IReadOnlyList<AnsweringPod> endpoints,
        CancellationToken cancellationToken)
    {
        var read = new ConcurrentDictionary<string, JsonObject>(StringComparer.Ordinal);
        await PodsAtOnce.AskAsync(endpoints, async (endpoint, token) =>
        {
            try
            {
                var network = await endpoint.Tool.ReadAsync(cluster.Client, endpoint.Pod, endpoint.Container, token);
                return network.Interfaces.Count(item => item.Mac.Length > 0 && read.TryAdd(item.Mac, endpoint.Pod));
            }
            catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
            {
                return 0;
            }
        }, cancellationToken);
        return read;
    }

    private static IReadOnlyList<JsonObject> PodsOf(SampleApp sample, string deployment, string @namespace, IReadOnlyList<JsonObject> pods)
    {
        var manifest = sample.Manifests.Find("Deployment", deployment)!.Clone();
        manifest.Ensure("metadata")["namespace"] = @namespace;
        return [.. WorkloadRules.PodsOf(manifest, pods).Where(pod => !PodRules.HasEnded(pod))];
    }

    internal static void Check(NsmIcmpOptions options)
    {
        OptionRules.InRange(options.Count, 1, LargestCount, "Count");
        OptionRules.InRange(options.PacketSize, 0, LargestPacket, "PacketSize");
        OptionRules.InRange(options.Interval, s_shortestInterval, s_longestInterval, "Interval");
        OptionRules.InRange(options.ThrottleLimit ?? 1, 1, LargestThrottle, "ThrottleLimit");
        OptionRules.Timeout(options.Timeout);
        OptionRules.Namespace(options.Namespace);
    }
}
