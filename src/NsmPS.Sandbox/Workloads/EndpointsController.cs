using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Workloads;

/// <summary>Keeps the Endpoints and the EndpointSlice of every Service with a selector.</summary>
internal sealed class EndpointsController(IObjectStore store)
{
    private const string ServiceLabel = "kubernetes.io/service-name";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public Task RunAsync(CancellationToken token) => new ReconcileLoop(store, s_pause, Reconcile, BuiltIn.Services, BuiltIn.Pods).RunAsync(token);

    private void Reconcile()
    {
        ReconcileLoop.ForEach(store.List(BuiltIn.Services).Where(service => !service.IsTerminating() && service.At("spec", "selector") is JsonObject { Count: > 0 }), service =>
        {
            JsonObject[] pods = [.. store.List(BuiltIn.Pods, service.Space())
                .Where(pod => LabelSelector.MatchesAll(service.At("spec", "selector") as JsonObject, pod) && pod.Text("status", "podIP") is not null && PodSets.IsActive(pod))];
            Write(BuiltIn.Endpoints, service, service.Name(), new JsonObject { ["subsets"] = Subsets(service, pods) });
            Write(BuiltIn.EndpointSlices, service, $"{service.Name()}-sandbox", Slice(service, pods));
        });
    }

    private void Write(ResourceKind kind, JsonObject service, string name, JsonObject content)
    {
        if (store.Get(kind, service.Space(), name) is { } present)
        {
            if (content.Any(pair => !JsonNode.DeepEquals(pair.Value, present[pair.Key])))
            {
                store.Update(kind, service.Space(), name, item =>
                {
                    foreach (var (field, value) in content)
                    {
                        item[field] = value?.DeepClone();
                    }

                    return item;
                });
            }

            return;
        }

        content["apiVersion"] = kind.ApiVersion;
        content["kind"] = kind.Kind;
        content["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["namespace"] = service.Space(),
            ["labels"] = new JsonObject { [ServiceLabel] = service.Name() },
            ["ownerReferences"] = new JsonArray(PodTemplates.Reference(service)),
        };
        store.Create(kind, content);
    }

    private static JsonArray Subsets(JsonObject service, JsonObject[] pods)
    {
        if (pods.Length == 0)
        {
            return [];
        }

        var subset = new JsonObject { ["ports"] = Ports(service) };
        foreach (var (field, chosen) in ((string, JsonObject[])[])[("addresses", [.. pods.Where(PodSets.IsReady)]), ("notReadyAddresses", [.. pods.Where(pod => !PodSets.IsReady(pod))])])
        {
            if (chosen.Length > 0)
            {
                subset[field] = new JsonArray([.. chosen.Select(pod => new JsonObject { ["ip"] = pod.Text("status", "podIP"), ["nodeName"] = pod.Node(), ["targetRef"] = Target(pod) })]);
            }
        }

        return [subset];
    }

    private static JsonObject Slice(JsonObject service, JsonObject[] pods) => new()
    {
        ["addressType"] = "IPv4",
        ["ports"] = Ports(service),
        ["endpoints"] = new JsonArray([.. pods.Select(pod => new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject { ["ready"] = PodSets.IsReady(pod) },
            ["nodeName"] = pod.Node(),
            ["targetRef"] = Target(pod),
        })]),
    };

    private static JsonArray Ports(JsonObject service) => [.. service.Items("spec", "ports").Select(port => new JsonObject
    {
        ["name"] = port.Text("name") ?? "",
        ["port"] = (port["targetPort"] ?? port["port"])?.DeepClone(),
        ["protocol"] = port.Text("protocol") ?? "TCP",
    })];

    private static JsonObject Target(JsonObject pod) => new() { ["kind"] = "Pod", ["name"] = pod.Name(), ["namespace"] = pod.Space(), ["uid"] = pod.Uid() };
}
