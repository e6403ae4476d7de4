using System.Text.Json.Nodes;

namespace NsmPS.Kubernetes.Health;

/// <summary>Follows services to their pods.</summary>
internal static class ServiceRules
{
    /// <summary>The service that a webhook leads to; null where it is not there.</summary>
    public static JsonObject? OfWebhook(JsonObject webhook, IEnumerable<JsonObject> services) => services.FirstOrDefault(service =>
        service.Name() == webhook.Text("clientConfig", "service", "name")
        && service.Namespace() == webhook.Text("clientConfig", "service", "namespace"));

    /// <summary>The pods that a service selects.</summary>
    public static IEnumerable<JsonObject> PodsOf(JsonObject service, IEnumerable<JsonObject> pods) => pods.Where(pod =>
        pod.Namespace() == service.Namespace() && LabelSelector.Selects(service.At("spec", "selector"), pod));
}
