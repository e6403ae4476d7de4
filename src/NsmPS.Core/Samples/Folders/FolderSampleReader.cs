using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Apply;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Rendering;
using NsmPS.Operations;
using NsmPS.Topology;
using NsmPS.Topology.Ends;

namespace NsmPS.Samples.Folders;

/// <summary>Reads how samples are doing that were created out of folders, wires included.</summary>
public sealed class FolderSampleReader(MeshCluster cluster)
{
    private const string ClientRole = "Client";
    private const string EndpointRole = "Endpoint";

    /// <summary>The samples on the cluster; with a name only that one.</summary>
    /// <param name="name">Its name; null for all.</param>
    /// <param name="namespace">Only those that have a client or endpoint in this namespace; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NsmException">NamespaceInvalid.</exception>
    public async Task<IReadOnlyList<NsmSampleApp>> GetAsync(string? name, string? @namespace, CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(@namespace);
        var samples = await new FolderObjects(cluster).WorkloadsAsync(name, cancellationToken);
        var apps = await Task.WhenAll(samples.Where(sample => inside is null || sample.Any(item => item.Namespace() == inside))
            .Select(sample => ReadAsync([.. sample], cancellationToken)));
        return [.. apps.OrderBy(app => app.Name, StringComparer.Ordinal)];
    }

    /// <summary>The pods of a sample's clients, as namespace and name; null where there is no such sample.</summary>
    /// <exception cref="NsmException">NamespaceInvalid.</exception>
    public async Task<IReadOnlySet<(string Namespace, string Pod)>?> ClientsAsync(string name, string? @namespace,
        CancellationToken cancellationToken)
    {
        var inside = OptionRules.Namespace(@namespace);
        var items = (await new FolderObjects(cluster).WorkloadsAsync(name, cancellationToken)).SelectMany(sample => sample)
            .Where(item => inside is null || item.Namespace() == inside).ToArray();
        var pods = await PodsAsync(items, cancellationToken);
        return items.Length == 0 ? null
            : Workloads(items).Where(workload => workload.IsClient).SelectMany(workload => workload.PodsOf(pods))
                .Select(pod => (pod.Namespace()!, pod.Name())).ToHashSet();
    }

    private static FolderWorkload[] Workloads(IEnumerable<JsonObject> items) =>
        [.. items.Select(FolderWorkload.Of).OfType<FolderWorkload>()];

    private static IEnumerable<JsonObject> PodsOf(IEnumerable<FolderWorkload> workloads, IReadOnlyList<JsonObject> pods) =>
        workloads.SelectMany(workload => workload.PodsOf(pods)).DistinctBy(pod => pod.Key());

    private async Task<IReadOnlyList<JsonObject>> PodsAsync(IEnumerable<JsonObject> items, CancellationToken cancellationToken)
    {
        var lists = await Task.WhenAll(items.Select(item => item.Namespace()).OfType<string>().Distinct()
            .Select(name => cluster.ListAsync(KnownTypes.Pods, new ListFilter(name), cancellationToken)));
        return [.. lists.SelectMany(list => list)];
    }

    private async Task<NsmSampleApp> ReadAsync(IReadOnlyList<JsonObject> items, CancellationToken cancellationToken)
    {
        var workloads = Workloads(items);
        var pods = await PodsAsync(items, cancellationToken);
        JsonObject[] clients = [.. PodsOf(workloads.Where(workload => workload.IsClient), pods)];
        var registered = await RegisteredAsync(workloads, pods, cancellationToken);
        var view = await new TopologyReader(cluster, managers: null).LookAsync(
            new TopologyObjects([], clients, [.. items.Where(item => item.Kind() == KnownTypes.Deployments.Kind)], [], []),
            new TopologyOptions { AskManagers = false }, new Dictionary<string, (PodLinks?, string)>(), cancellationToken);
        var described = clients.Select(pod => FolderClientRules.Describe(view, Describe(pod, ClientRole), pod)).ToArray();
        JsonObject[] serving = [.. PodsOf(workloads.Where(workload => workload.IsEndpoint), pods)];
        var app = new NsmSampleApp
        {
            Cluster = cluster.Name,
            Namespace = (workloads.FirstOrDefault(workload => workload.IsClient)?.Item ?? items[0]).Namespace() ?? "",
            Name = items[0].Label(Nsm.Names.OwnNames.FolderLabel)!,
            State = NsmState.Pending,
            Clients = workloads.Where(workload => workload.IsClient).Sum(workload => workload.Wanted),
            ClientsWired = described.Count(client => client.HasWires),
            Endpoints = workloads.Where(workload => workload.IsEndpoint).Sum(workload => workload.Wanted),
            EndpointsRegistered = registered,
            Managed = items.All(Ownership.IsOurs),
            Pods = [.. described.Select(client => client.Pod).Concat(serving.Select(pod => Describe(pod, EndpointRole)))
                .OrderBy(pod => pod.Role, StringComparer.Ordinal).ThenBy(pod => pod.Name, StringComparer.Ordinal)],
            Message = "",
            ObservedAt = cluster.Now,
        };
        var (state, message) = SampleRules.Judge(app, leaving: items.Any(item => item.IsTerminating()));
        return app with { State = state, Message = message };
    }

    /// <summary>How many pods of endpoints NSM has registrations of, for every service of theirs.</summary>
    private async Task<int> RegisteredAsync(IReadOnlyList<FolderWorkload> workloads, IReadOnlyList<JsonObject> pods,
        CancellationToken cancellationToken)
    {
        var generation = (await cluster.FindMeshAsync(cancellationToken))?.Generation ?? Generation.V1;
        var rules = GenerationRules.For(generation);
        var endpoints = await cluster.ListAsync(generation.Endpoints, ListFilter.All, cancellationToken);
        return workloads.Where(workload => workload.IsEndpoint).Sum(workload => workload.PodsOf(pods)
            .Count(pod => pod.Text("spec", "nodeName") is not null && workload.Services.All(service =>
                rules.Evaluate([pod], [.. rules.Registered(endpoints, service, cluster.Now)], service).All(item => item.IsDone))));
    }

    private static NsmSamplePod Describe(JsonObject pod, string role)
    {
        var health = PodRules.Evaluate(pod);
        return new NsmSamplePod(pod.Name(), role, pod.Text("spec", "nodeName") ?? "", health.Doubtful ? NsmState.Failed : health.State, "",
            health.Reason);
    }
}
