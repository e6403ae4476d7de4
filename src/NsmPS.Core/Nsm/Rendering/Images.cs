using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Rendering;

/// <summary>Finds and changes the images of workloads, and the ones that NSM's webhook will inject.</summary>
internal static class Images
{
    private const string NsmOrganization = "networkservicemesh";
    private const string DefaultRegistry = "docker.io";

    /// <summary>In NSM v1 the webhook is told the whole images, as a comma list.</summary>
    private static readonly string[] s_injected = ["NSM_CONTAINER_IMAGES", "NSM_INIT_CONTAINER_IMAGES"];

    /// <summary>The images an object names, those that it injects among them where they are named in full.</summary>
    public static IEnumerable<string> Of(JsonObject item) => Containers(item).Select(container => container.Text("image")).OfType<string>()
        .Concat(Containers(item).SelectMany(container => container.Items("env")).Where(IsInjected).SelectMany(variable => (variable.Text("value") ?? "").Split(',')));

    /// <summary>Takes images from another registry, NSM's own with another tag, and with another pull policy; null leaves a part as it is.</summary>
    public static Action<JsonObject> Use(string? registry, string? tag, string? pullPolicy) => item =>
    {
        foreach (var container in Containers(item))
        {
            var image = container.Text("image") ?? "";
            container["image"] = Rewrite(image, registry, tag);
            if (pullPolicy is not null)
            {
                container["imagePullPolicy"] = pullPolicy;
            }

            foreach (var variable in container.Items("env").Where(_ => item.Name() is NsmNames.WebhookDeployment or NsmNames.WebhookV1Deployment))
            {
                RewriteInjected(variable, registry, tag);
            }
        }
    };

    public static IEnumerable<JsonObject> Containers(JsonObject item)
    {
        var spec = item.At("spec", "template", "spec") ?? (item.Kind() == "Pod" ? item.At("spec") : null);
        return spec.Items("initContainers").Concat(spec.Items("containers"));
    }

    private static bool IsInjected(JsonObject variable) => s_injected.Contains(variable.Text("name"));

    /// <summary>The webhook of NSM v0.2 builds the images it injects from REPO, which it uses verbatim, and TAG.</summary>
    private static void RewriteInjected(JsonObject variable, string? registry, string? tag)
    {
        switch (variable.Text("name"))
        {
            case "REPO" when registry is not null:
                variable["value"] = $"{registry}/{NsmOrganization}";
                break;
            case "TAG" when tag is not null:
                variable["value"] = tag;
                break;
            case not null when IsInjected(variable):
                variable["value"] = string.Join(',', (variable.Text("value") ?? "").Split(',').Select(image => Rewrite(image, registry, tag)));
                break;
        }
    }

    private static string Rewrite(string image, string? registry, string? tag)
    {
        var slash = image.IndexOf('/', StringComparison.Ordinal);
        var hasRegistry = slash > 0 && image.AsSpan(0, slash).ContainsAny('.', ':');
        var (host, path) = hasRegistry ? (image[..slash], image[(slash + 1)..]) : (DefaultRegistry, image);
        var colon = path.LastIndexOf(':');
        var (name, oldTag) = colon < 0 ? (path, "latest") : (path[..colon], path[(colon + 1)..]);
        var newTag = tag is not null && name.StartsWith(NsmOrganization + "/", StringComparison.Ordinal) ? tag : oldTag;
        return $"{registry ?? host}/{name}:{newTag}";
    }
}
