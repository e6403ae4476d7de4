using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Names;

namespace NsmPS.Nsm.Rendering;

/// <summary>Puts objects into a namespace and marks them as ours.</summary>
internal static class Placement
{
    private static readonly HashSet<string> s_clusterKinds = new(StringComparer.Ordinal)
    {
        "Namespace", "CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding", "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration",
        SpireTypes.Identities.Kind,
    };

    /// <summary>Moves an object from the manifests' namespace to another, with every reference to it. What a manifest puts elsewhere, such as SPIRE, stays there.</summary>
    public static Action<JsonObject> Into(string from, string to) => item =>
    {
        if (item.Kind() == "Namespace" && item.Name() == from)
        {
            item.Ensure("metadata")["name"] = to;
            if (item.Label(KubeNames.NamespaceNameLabel) is not null)
            {
                item.Ensure("metadata", "labels")[KubeNames.NamespaceNameLabel] = to;
            }
        }
        else if (item.Namespace() is { } place ? place == from : !s_clusterKinds.Contains(item.Kind()))
        {
            item.Ensure("metadata")["namespace"] = to;
        }

        foreach (var subject in item.Items("subjects").Where(subject => subject.Text("namespace") == from))
        {
            subject["namespace"] = to;
        }

        foreach (var webhook in item.Items("webhooks"))
        {
            MoveWebhook(webhook, from, to);
        }

        foreach (var variable in Images.Containers(item).SelectMany(container => container.Items("env")))
        {
            MoveHostName(variable, from, to);
        }
    };

    /// <summary>Marks an object as made by NsmPS. Pod templates stay as they are, so that a change of release alone restarts nothing.</summary>
    public static Action<JsonObject> Owned(string part, string release) => item =>
    {
        var labels = item.Ensure("metadata", "labels");
        labels[KubeNames.ManagedByLabel] = KubeNames.FieldManager;
        labels[KubeNames.PartOfLabel] = part;
        labels[OwnNames.ReleaseLabel] = release;
    };

    private static void MoveWebhook(JsonObject webhook, string from, string to)
    {
        if (webhook.At("clientConfig", "service") is JsonObject service && service.Text("namespace") == from)
        {
            service["namespace"] = to;
        }

        foreach (var values in webhook.Items("namespaceSelector", "matchExpressions").Select(expression => expression["values"]).OfType<JsonArray>())
        {
            for (var i = 0; i < values.Count; i++)
            {
                if (values[i].Text() == from)
                {
                    values[i] = to;
                }
            }
        }
    }

    /// <summary>Service names such as <c>jaeger.nsm-system</c> in the environment.</summary>
    private static void MoveHostName(JsonObject variable, string from, string to)
    {
        if (variable.Text("value") is { } value && value.EndsWith("." + from, StringComparison.Ordinal))
        {
            variable["value"] = value[..^from.Length] + to;
        }
    }
}
