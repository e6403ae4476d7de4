using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Wires;
using NsmPS.Topology;
using NsmPS.Topology.Ends;

namespace NsmPS.Proof;

/// <summary>Finds every wire that can be tested in what was read of a cluster: one for each that a living client asks for, or that a
/// manager tells of a living pod. Pure.</summary>
internal sealed class WireTargetRules(TopologyView view, IReadOnlyList<SampleFile> samples)
{
    private const string Kernel = "kernel";

    private readonly Dictionary<string, SampleFile> _sampleOf = SamplesByPod(view, samples);
    private readonly Dictionary<string, JsonObject> _pods = view.Objects.Pods.ToDictionary(pod => pod.Key().ToString(),
        StringComparer.Ordinal);

    public IReadOnlyList<WireTarget> Find() =>
    [
        .. from client in view.Clients
           where !client.CanAsk
           from request in client.Requests
           select NotInjected(client.Pod, request.NetworkService, request.Interface),
        .. from wire in new WireMerge(view).Merge()
           let pod = _pods.GetValueOrDefault(KnownTypes.Pods.Key(wire.ClientNamespace, wire.Client).ToString())
           where pod is not null
           select Target(pod, wire),
    ];

    private WireTarget NotInjected(JsonObject pod, string service, string name) => New(pod, Row(pod) with
    {
        NetworkService = service,
        Interface = name,
        Verdict = NsmVerdict.NotInjected,
        Detail = "The pod lacks NSM's containers: the webhook did not answer when it was created.",
    });

    private WireTarget Target(JsonObject pod, NsmConnection wire)
    {
        var address = wire.EndpointAddress.Split('/')[0];
        var (links, problem) = view.LinksOf(pod);
        var isMissing = address.Length == 0 && problem.StartsWith(PodLinksReader.NoProgram, StringComparison.Ordinal);
        return New(pod, Row(pod) with
        {
            ClientAddress = wire.ClientAddress,
            Interface = wire.ClientInterface,
            Endpoint = wire.Endpoint,
            EndpointNode = wire.EndpointNode,
            EndpointAddress = address,
            Locality = wire.Locality,
            NetworkService = wire.NetworkService,
            Verdict = address.Length > 0 ? NsmVerdict.NoReply
                : isMissing ? NsmVerdict.PingMissing
                : links is null && IsRunning(pod) ? NsmVerdict.ExecFailed
                : wire.ClientAddress.Length > 0 ? NsmVerdict.TargetUnknown
                : NsmVerdict.NoWire,
            Detail = !IsRunning(pod) ? $"The pod does not run yet: {PodRules.Evaluate(pod).Reason}."
                : isMissing ? $"{Sentence(problem)} {PingVerdict.MissingAdvice}"
                : wire.Detail.Length > 0 ? Sentence(wire.Detail)
                : problem.Length > 0 ? Sentence(problem) : "",
        }) with
        {
            Links = links,
            EndpointPod = wire.Endpoint.Length == 0 ? null : view.EndpointPods.Select(item => item.Pod).FirstOrDefault(item =>
                item.Name() == wire.Endpoint && (item.NodeName() ?? "") == wire.EndpointNode),
        };
    }

    private WireTarget New(JsonObject pod, NsmIcmpResult row)
    {
        var sample = _sampleOf.GetValueOrDefault(pod.Key().ToString());
        var likely = sample?.Client.Container;
        return new WireTarget(pod, row, WireTool.For(row.Mechanism))
        {
            Checks = sample is not null && sample.NetworkService == row.NetworkService ? sample.Checks : [],
            Containers = [.. PodLinksReader.Containers(pod).OrderBy(name => name != likely)],
        };
    }

    private NsmIcmpResult Row(JsonObject pod) => new()
    {
        Cluster = view.Cluster,
        Client = pod.Name(),
        ClientNamespace = pod.Namespace() ?? "",
        ClientNode = pod.NodeName() ?? "",
        Mechanism = view.LinksOf(pod).Links?.InVpp == true ? WireTool.Memif : Kernel,
        Verdict = NsmVerdict.NoWire,
    };

    private static bool IsRunning(JsonObject pod) => pod.Text("status", "phase") == "Running";

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..].TrimEnd('.')}.";

    private static Dictionary<string, SampleFile> SamplesByPod(TopologyView view, IReadOnlyList<SampleFile> samples) =>
        (from sample in samples
         from deployment in view.Objects.Deployments
         where deployment.Name() == sample.Client.Deployment
         from pod in WorkloadRules.PodsOf(deployment, view.Objects.Pods)
         group sample by pod.Key().ToString()).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
}
