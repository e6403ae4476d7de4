extern alias core;

using System.Text.Json.Nodes;
using core::NsmPS.Checks.Facts;
using core::NsmPS.Kubernetes;
using core::NsmPS.Nsm.Names;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>A copy of what was read of a sound cluster, in which a test breaks one thing.</summary>
internal sealed class BrokenFacts
{
    private readonly Dictionary<ResourceType, List<JsonObject>> _objects;

    public BrokenFacts(CheckFacts sound)
    {
        _objects = sound.Objects.ToDictionary(entry => entry.Key, entry => entry.Value.Select(item => item.Clone()).ToList());
        Facts = sound with { Objects = _objects.ToDictionary(entry => entry.Key, IReadOnlyList<JsonObject> (entry) => entry.Value) };
    }

    /// <summary>What is judged; what is no object is changed here.</summary>
    public CheckFacts Facts { get; set; }

    public JsonObject Find(ResourceType type, string name) => _objects[type].First(item => item.Name().StartsWith(name, StringComparison.Ordinal));

    public void Change(ResourceType type, string name, Action<JsonObject> change) => change(Find(type, name));

    public void Remove(ResourceType type, string name) => _objects[type].Remove(Find(type, name));

    public void Put(ResourceType type, string json) => _objects[type].Add(JsonNode.Parse(json)!.AsObject());

    /// <summary>Takes a pod's readiness away.</summary>
    public void Unready(string pod) => Change(KnownTypes.Pods, pod, item => item.Ensure("status")["conditions"] = new JsonArray());

    public void Unschedulable(string pod, string message) => Change(KnownTypes.Pods, pod, item => item.Ensure("status")["conditions"] =
        new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["message"] = message }));

    /// <summary>Gives a pod's first container a status.</summary>
    public void Status(string pod, string state) => Change(KnownTypes.Pods, pod, item =>
    {
        var status = JsonNode.Parse(state)!.AsObject();
        status["name"] = item.Items("spec", "containers").First().Text("name");
        item.Ensure("status")["containerStatuses"] = new JsonArray(status);
    });

    public void Webhook(Action<JsonObject> change) => Change(KnownTypes.MutatingWebhookConfigurations, NsmNames.WebhookV1Configuration, item => change(item.Items("webhooks").First()));
}
