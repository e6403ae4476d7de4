using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Injection;

/// <summary>What happens to new pods while a webhook does not answer: its configuration's failure policy.</summary>
internal static class WebhookPolicy
{
    /// <summary>The field's name.</summary>
    public const string Field = "failurePolicy";

    /// <summary>They are refused.</summary>
    public const string Fail = "Fail";

    /// <summary>They are created as they are.</summary>
    public const string Ignore = "Ignore";

    /// <summary>Whether a configuration can refuse pods.</summary>
    public static bool Blocks(JsonObject configuration) =>
        configuration.Kind() == KnownTypes.MutatingWebhookConfigurations.Kind
            && configuration.Items("webhooks").Any(webhook => webhook.Text(Field) == Fail);

    /// <summary>A copy that refuses none.</summary>
    public static JsonObject Relax(JsonObject configuration)
    {
        var copy = configuration.Clone();
        foreach (var webhook in copy.Items("webhooks"))
        {
            webhook[Field] = Ignore;
        }

        return copy;
    }

    /// <summary>The same of an object that is on a cluster, to be applied to that object and to no other of its name.</summary>
    public static JsonObject RelaxLive(JsonObject live)
    {
        var copy = Relax(live);
        var metadata = new JsonObject();
        foreach (var field in (string[])["name", "uid", "labels", "annotations"])
        {
            metadata[field] = live.At("metadata", field)?.DeepClone();
        }

        copy["metadata"] = metadata;
        return copy;
    }
}
