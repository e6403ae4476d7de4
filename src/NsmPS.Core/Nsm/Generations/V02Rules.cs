using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Generations;

/// <summary>NSM v0.2: managers write objects of their own, sockets are a resource of nodes, the webhook acts on Deployments.</summary>
internal sealed class V02Rules : GenerationRules
{
    private const string ProbeName = "nsmps-injection-probe";

    public override ResourceType Registrations => NsmTypes.Managers;

    public override IReadOnlyList<ResourceType> MoreWorkloads => [];

    public override IReadOnlyList<string> Namespaces(string home) => [home];

    public override IEnumerable<NsmNodeStatus> Describe(MeshParts parts) =>
        NodeRules.Describe(parts.Manager, parts.Pods, parts.Nodes, parts.Registrations);

    public override IEnumerable<WaitItem> Evaluate(IEnumerable<NsmNodeStatus> nodes) => NodeRules.Evaluate(nodes);

    public override IEnumerable<string> Problems(NsmNodeStatus node) =>
    [
        .. node.Sockets == 0 ? [$"node {node.Name} offers no {NsmNames.SocketResource}"] : Array.Empty<string>(),
        .. node.ManagerIsCurrent ? Array.Empty<string>() : [$"node {node.Name}: the manager is not registered under its present address"],
    ];

    public override bool TakesWires(JsonObject node) => node.Number("status", "allocatable", NsmNames.SocketResource) > 0;

    public override JsonObject Probe(string home) => new()
    {
        ["apiVersion"] = "apps/v1",
        ["kind"] = "Deployment",
        ["metadata"] = new JsonObject
        {
            ["name"] = ProbeName,
            ["namespace"] = home,
            ["annotations"] = new JsonObject { [NsmNames.InjectionAnnotation] = "probe" },
        },
        ["spec"] = new JsonObject
        {
            ["replicas"] = 0,
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = ProbeName } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = ProbeName } },
                ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "probe", ["image"] = "probe" }) },
            },
        },
    };

    public override IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, SampleFile sample, DateTimeOffset now) =>
        EndpointRules.Registered(endpoints, sample);

    public override IEnumerable<JsonObject> Registered(IEnumerable<JsonObject> endpoints, string networkService, DateTimeOffset now) =>
        EndpointRules.Registered(endpoints, networkService);

    public override IEnumerable<WaitItem> Evaluate(IReadOnlyList<JsonObject> pods, IReadOnlyList<JsonObject> registered,
        string networkService) =>
        EndpointRules.Evaluate(pods, registered, networkService);

    /// <summary>NSM writes a network service without matches when its first endpoint
    /// registers; one with matches was written by a person.</summary>
    public override bool IsHandMade(JsonObject resource, string? home) =>
        resource.Kind() == NsmTypes.NetworkServices.Kind && resource.Items("spec", "matches").Any();
}
