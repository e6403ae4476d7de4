using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Rendering;
using NsmPS.Nsm.Wires;
using NsmPS.Operations;
using NsmPS.Topology.Ends;
using NsmPS.Topology.Managers;

namespace NsmPS.Topology;

/// <summary>Reads who is connected with whom: from the registry's objects, from the pods, and from the
/// managers. It changes nothing and sends nothing over wires.</summary>
public sealed class TopologyReader(MeshCluster cluster, ICrossConnectSource? managers)
{
    private const int LargestThrottle = 1_000;

    /// <summary>Reads the whole topology. A pod or manager that cannot be read leaves its wires to the other sources.</summary>
    /// <exception cref="NsmException">The cluster cannot be reached, or does not allow its
    /// objects to be listed; NamespaceInvalid, OptionInvalid.</exception>
    public async Task<NsmTopology> ReadAsync(TopologyOptions options, CancellationToken cancellationToken)
    {
        var @namespace = OptionRules.Namespace(options.Namespace);
        var view = await ViewAsync(options, cancellationToken);
        var topology = new NsmTopology
        {
            Cluster = cluster.Name,
            Nodes = [.. view.Objects.Nodes.Select(node => node.Name()).Order(StringComparer.Ordinal)],
            NetworkServices = [.. TopologyRows.Services(view)],
            Endpoints = view.Endpoints,
            Clients = [.. view.Clients.Select(item => TopologyRows.Client(view, item))],
            Wires = options.ReadPods ? new WireMerge(view).Merge() : [],
            Warnings = view.Answers.Problems,
            Late = view.Answers.Late,
            ObservedAt = cluster.Now,
        };
        return @namespace is null ? topology : NamespaceFilter.Apply(topology, @namespace);
    }

    /// <summary>Reads what <see cref="ReadAsync"/> describes: objects, pods and managers of the whole cluster, at one moment.</summary>
    internal async Task<TopologyView> ViewAsync(TopologyOptions options, CancellationToken cancellationToken)
    {
        OptionRules.InRange(options.ThrottleLimit, 1, LargestThrottle, nameof(options.ThrottleLimit));
        return await LookAsync(await TopologyObjects.ReadAsync(cluster.Client, cancellationToken), options,
            new Dictionary<string, (PodLinks?, string)>(), cancellationToken);
    }

    /// <summary>The same from objects that are known already.</summary>
    /// <param name="objects">The cluster's objects.</param>
    /// <param name="options">What to look at.</param>
    /// <param name="known">What pods are known to show, by their key; they are not read again.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<TopologyView> LookAsync(TopologyObjects objects, TopologyOptions options,
        IReadOnlyDictionary<string, (PodLinks? Links, string Problem)> known, CancellationToken cancellationToken)
    {
        var clients = ClientFinder.Find(objects.Pods, objects.Deployments);
        var endpoints = EndpointFinder.Find(objects.Pods, objects.Deployments, cluster.Catalog.SampleFiles);
        var asking = options.AskManagers && managers is not null
            ? new ManagerReader(cluster, managers, options.ManagerTimeout).ReadAsync(objects.Pods, cancellationToken)
            : Task.FromResult(ManagerAnswers.None);
        var reading = new PodLinksReader(cluster.Client, cluster.Catalog.SampleFiles, InVpp(objects, clients, endpoints)).ReadAsync(
            (options.ReadPods ? clients.Where(item => item.CanAsk).Select(item => item.Pod).Concat(endpoints.Select(item => item.Pod)) : [])
                .Where(pod => !known.ContainsKey(pod.Key().ToString())),
            options.ThrottleLimit, cancellationToken);
        await Task.WhenAll(asking, reading);
        var answers = await asking;
        var wires = CrossConnectJoin.Join(answers.ByNode);
        return new TopologyView
        {
            Cluster = cluster.Name,
            Objects = objects,
            Clients = clients,
            EndpointPods = endpoints,
            Links = new Dictionary<string, (PodLinks?, string)>([.. known, .. await reading]),
            Answers = answers,
            ManagedWires = wires,
            Endpoints = [.. new EndpointRegistry(cluster.Name, objects, endpoints, wires).Describe(),
                .. new ExpiringRegistry(cluster.Name, objects, cluster.Now).Describe()],
        };
    }

    /// <summary>The pods whose wires end in a VPP: those of samples, and others that say so.</summary>
    private HashSet<string> InVpp(TopologyObjects objects, IEnumerable<ClientPod> clients, IEnumerable<EndpointPod> endpoints) =>
    [
        .. from sample in cluster.Catalog.SampleFiles
           where WireTool.For(sample.Mechanism) is VppTool
           from deployment in objects.Deployments
           where deployment.Name() == sample.Client.Deployment || deployment.Name() == sample.Endpoint.Deployment
           from pod in WorkloadRules.PodsOf(deployment, objects.Pods)
           select pod.Key().ToString(),
        .. clients.Select(client => client.Pod).Concat(endpoints.Select(endpoint => endpoint.Pod)).Where(MemifRules.IsInVpp)
            .Select(pod => pod.Key().ToString()),
    ];
}
