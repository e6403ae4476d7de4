using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Rendering;
using NsmPS.Nsm.Wires;
using NsmPS.Operations;
using NsmPS.Samples.Folders;

namespace NsmPS.Samples;

/// <summary>Reads how a sample application is doing, wires included.</summary>
public sealed class SampleReader(MeshCluster cluster)
{
    private const string ClientRole = "Client";
    private const string EndpointRole = "Endpoint";

    /// <summary>The samples on the cluster, those that were created out of folders too; with a name only that one, and none where no
    /// sample is called so.</summary>
    public async Task<IReadOnlyList<NsmSampleApp>> GetAsync(string? name, string? @namespace, CancellationToken cancellationToken)
    {
        var names = cluster.Catalog.SampleApps.Select(sample => sample.Name).Distinct()
            .Where(known => name is null || string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        var folders = name is not null && cluster.Catalog.HasSample(name) ? []
            : await new FolderSampleReader(cluster).GetAsync(name, @namespace, cancellationToken);
        var inside = OptionRules.Namespace(@namespace);
        var locator = new SampleLocator(cluster);
        var known = await Task.WhenAll(names.Select(async entry =>
            await locator.FindAsync(entry, inside, cancellationToken) is var (sample, home)
                ? await ReadAsync(sample, home, cancellationToken)
                : null));
        return [.. known.OfType<NsmSampleApp>(), .. folders];
    }

    /// <summary>The sample in a namespace; null when it is not there.</summary>
    internal async Task<NsmSampleApp?> ReadAsync(SampleApp sample, string @namespace, CancellationToken cancellationToken)
    {
        var inside = new ListFilter(@namespace);
        var deployments = cluster.ListAsync(KnownTypes.Deployments, inside, cancellationToken);
        var pods = cluster.ListAsync(KnownTypes.Pods, inside, cancellationToken);
        var endpoints = cluster.ListAsync(sample.Generation.Endpoints, ListFilter.All, cancellationToken);
        await Task.WhenAll(deployments, pods, endpoints);
        var clientSide = (await deployments).FirstOrDefault(item => item.Name() == sample.File.Client.Deployment);
        var endpointSide = (await deployments).FirstOrDefault(item => item.Name() == sample.File.Endpoint.Deployment);
        if (clientSide is null && endpointSide is null)
        {
            return null;
        }

        JsonObject[] endpointSides = [.. (await deployments).Where(item => sample.EndpointDeployments.Contains(item.Name()))];

        var all = await pods;
        var clients = await PodsAtOnce.AskAsync([.. Living(clientSide, all)], (pod, token) => DescribeClientAsync(pod, sample, token),
            cancellationToken);
        NsmSamplePod[] described = [.. clients,
            .. endpointSides.SelectMany(side => Living(side, all)).Select(pod => Describe(pod, EndpointRole))];
        var app = new NsmSampleApp
        {
            Cluster = cluster.Name,
            Namespace = @namespace,
            Name = sample.Info.Name,
            State = NsmState.Pending,
            Clients = (int)clientSide.Number("spec", "replicas"),
            ClientsWired = described.Count(pod => pod.WireAddress.Length > 0),
            Endpoints = (int)endpointSides.Sum(side => side.Number("spec", "replicas")),
            EndpointsRegistered = GenerationRules.For(sample.Generation)
                .Registered(await endpoints, sample.File, cluster.Now).Count(),
            Managed = endpointSides.Append(clientSide).OfType<JsonObject>().All(Ownership.IsOurs),
            Pods = [.. described.OrderBy(pod => pod.Role, StringComparer.Ordinal).ThenBy(pod => pod.Name, StringComparer.Ordinal)],
            Message = "",
            ObservedAt = cluster.Now,
        };
        var (state, message) = SampleRules.Judge(app, leaving: (clientSide ?? endpointSide)!.IsTerminating());
        return app with { State = state, Message = message };
    }

    private static IEnumerable<JsonObject> Living(JsonObject? deployment, IReadOnlyList<JsonObject> pods) =>
        deployment is null ? [] : WorkloadRules.LivingPodsOf(deployment, pods);

    private async Task<NsmSamplePod> DescribeClientAsync(JsonObject pod, SampleApp sample, CancellationToken cancellationToken)
    {
        var described = Describe(pod, ClientRole);
        if (sample.ClientsAreInjected && !InjectionRules.IsDone(pod))
        {
            return described with { State = NsmState.NotInjected, Reason = ClientRules.NotInjectedReason };
        }

        if (described.State != NsmState.Ready)
        {
            return described;
        }

        try
        {
            var network = await WireTool.For(sample.File.Mechanism)
                .ReadAsync(cluster.Client, pod, sample.File.Client.Container, cancellationToken);
            return WireRules.FindWire(network, sample.File.Prefixes) is not { } wire
                ? described with { State = NsmState.NoWire, Reason = "it has no address of the sample's prefixes" }
                : WireRules.InterfaceOf(network, wire) is { IsUp: false } down
                ? described with { State = NsmState.NoWire, Reason = $"its interface {down.Name} has no link" }
                : described with { WireAddress = wire.ToString() };
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ExecFailed)
        {
            return described with { State = NsmState.Pending, Reason = exception.Message };
        }
    }

    private static NsmSamplePod Describe(JsonObject pod, string role)
    {
        var health = PodRules.Evaluate(pod);
        return new NsmSamplePod(pod.Name(), role, pod.NodeName() ?? "", health.Doubtful ? NsmState.Failed : health.State, "",
            health.Reason);
    }
}
