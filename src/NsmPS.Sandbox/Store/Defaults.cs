using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace NsmPS.Sandbox.Store;

/// <summary>Fills what the API server fills: only what clients of this project and kubectl look at.</summary>
internal static class Defaults
{
    private const string ExternalName = "ExternalName";

    /// <summary>The first minor versions whose services say how they are reached from within, and in which families of addresses.</summary>
    private const int FirstWithTrafficPolicy = 22;
    private const int FirstWithFamilies = 23;

    private const int FirstAddress = 10;

    private static readonly string[] s_probes = ["readinessProbe", "livenessProbe", "startupProbe"];
    private static readonly string[] s_measured = ["cpu", "memory"];

    public static void Fill(ResourceKind kind, JsonObject item, int minor)
    {
        var spec = kind.HasStatus ? item.Ensure("spec") : [];
        switch (kind.Kind)
        {
            case "Pod" when kind == BuiltIn.Pods:
                FillPod(spec);
                spec.Default("enableServiceLinks", true);
                item.Ensure(JsonObjects.StatusField).Default("phase", "Pending");
                item.Ensure(JsonObjects.StatusField).Default("qosClass", Quality(spec));
                break;
            case "Namespace" when kind == BuiltIn.Namespaces:
                item.Metadata().Ensure("labels")["kubernetes.io/metadata.name"] = item.Name();
                item.Ensure(JsonObjects.StatusField).Default("phase", "Active");
                break;
            case "Service" when kind == BuiltIn.Services:
                FillService(spec, minor);
                item.Ensure(JsonObjects.StatusField).Ensure("loadBalancer");
                break;
            case "Deployment" when kind == BuiltIn.Deployments:
                spec.Default("replicas", 1);
                spec.Default("revisionHistoryLimit", 10);
                spec.Default("progressDeadlineSeconds", 600);
                FillStrategy(spec.Ensure("strategy"), "maxSurge", "25%", "25%");
                FillPod(spec.Ensure("template").Ensure("spec"));
                break;
            case "ReplicaSet" or "StatefulSet" when kind.Group == "apps":
                spec.Default("replicas", 1);
                FillPod(spec.Ensure("template").Ensure("spec"));
                break;
            case "DaemonSet" when kind == BuiltIn.DaemonSets:
                spec.Default("revisionHistoryLimit", 10);
                FillStrategy(spec.Ensure("updateStrategy"), "maxSurge", 0, 1);
                FillPod(spec.Ensure("template").Ensure("spec"));
                break;
            case "Job" when kind == BuiltIn.Jobs:
                spec.Default("backoffLimit", 6);
                spec.Default("completions", 1);
                spec.Default("parallelism", 1);
                break;
            case "Secret" when kind == BuiltIn.Secrets:
                FillSecret(item);
                break;
            case "MutatingWebhookConfiguration" or "ValidatingWebhookConfiguration":
                FillWebhooks(item, mutating: kind == BuiltIn.MutatingWebhookConfigurations);
                break;
            case "ValidatingAdmissionPolicy" when kind == BuiltIn.ValidatingAdmissionPolicies:
                spec.Default("failurePolicy", "Fail");
                FillMatch(spec["matchConstraints"] as JsonObject);
                break;
            case "MutatingAdmissionPolicy" when kind == BuiltIn.MutatingAdmissionPolicies && item["spec"] is JsonObject policy:
                policy.Default("failurePolicy", "Fail");
                FillMatch(policy["matchConstraints"] as JsonObject);
                break;
            case "ValidatingAdmissionPolicyBinding" when kind == BuiltIn.ValidatingAdmissionPolicyBindings:
            case "MutatingAdmissionPolicyBinding" when kind == BuiltIn.MutatingAdmissionPolicyBindings:
                FillMatch(item.At("spec", "matchResources") as JsonObject);
                break;
            case "CustomResourceDefinition" when kind == BuiltIn.CustomResourceDefinitions:
                spec.Ensure("names").Default("listKind", spec.Text("names", "kind") + "List");
                spec.Ensure("names").Default("singular", (spec.Text("names", "kind") ?? "").ToLowerInvariant());
                spec.Ensure("conversion").Default("strategy", "None");
                break;
        }
    }

    private static void FillPod(JsonObject spec)
    {
        spec.Default("restartPolicy", "Always");
        spec.Default("terminationGracePeriodSeconds", 30);
        spec.Default("dnsPolicy", "ClusterFirst");
        spec.Default("schedulerName", "default-scheduler");
        spec.Ensure("securityContext");
        foreach (var container in spec.Items("containers").Concat(spec.Items("initContainers")))
        {
            var image = container.Text("image") ?? "";
            container.Default("imagePullPolicy", image.EndsWith(":latest", StringComparison.Ordinal)
                || !image[(image.LastIndexOf('/') + 1)..].Contains(':', StringComparison.Ordinal) ? "Always" : "IfNotPresent");
            container.Default("terminationMessagePath", "/dev/termination-log");
            container.Default("terminationMessagePolicy", "File");
            container.Ensure("resources");
            FillProtocols(container);
            foreach (var probe in s_probes.Select(name => container[name]).OfType<JsonObject>())
            {
                probe.Default("failureThreshold", 3);
                probe.Default("periodSeconds", 10);
                probe.Default("successThreshold", 1);
                probe.Default("timeoutSeconds", 1);
                (probe["httpGet"] as JsonObject)?.Default("scheme", "HTTP");
            }
        }
    }

    /// <summary>The quality of service that a pod's resources give it.</summary>
    private static string Quality(JsonObject spec)
    {
        JsonNode?[] resources = [.. spec.Items("containers").Concat(spec.Items("initContainers"))
            .Select(container => container["resources"])];
        return resources.All(node =>
            s_measured.All(name => node.Text("limits", name) is { } limit && (node.Text("requests", name) ?? limit) == limit))
            ? "Guaranteed"
            : resources.Any(node =>
                s_measured.Any(name => node.Text("limits", name) is not null || node.Text("requests", name) is not null)) ? "Burstable"
            : "BestEffort";
    }

    private static void FillWebhooks(JsonObject configuration, bool mutating)
    {
        foreach (var webhook in configuration.Items("webhooks"))
        {
            webhook.Default("failurePolicy", "Fail");
            webhook.Default("timeoutSeconds", 10);
            (webhook.At("clientConfig", "service") as JsonObject)?.Default("port", 443);
            FillMatch(webhook);

            if (mutating)
            {
                webhook.Default("reinvocationPolicy", "Never");
            }
        }
    }

    private static void FillMatch(JsonObject? match)
    {
        match?.Default("matchPolicy", "Equivalent");
        match?.Ensure("namespaceSelector");
        match?.Ensure("objectSelector");
        foreach (var rule in match.Items("rules").Concat(match.Items("resourceRules")).Concat(match.Items("excludeResourceRules")))
        {
            rule.Default("scope", "*");
        }
    }

    private static void FillService(JsonObject spec, int minor)
    {
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        if (minor >= FirstWithTrafficPolicy && spec.Text("type") != ExternalName)
        {
            spec.Default("internalTrafficPolicy", "Cluster");
        }

        FillProtocols(spec);
        foreach (var port in spec.Items("ports"))
        {
            port.Default("targetPort", port["port"]?.DeepClone() ?? 0);
        }
    }

    /// <summary>Gives a service its address.</summary>
    public static void Allocate(ResourceKind kind, JsonObject item, long sequence, int minor)
    {
        if (kind == BuiltIn.Services && item.Ensure("spec") is var spec && spec.Text("type") != ExternalName)
        {
            var address = FirstAddress + sequence;
            spec.Default("clusterIP", string.Create(CultureInfo.InvariantCulture, $"10.96.{address / 250 % 250}.{address % 250 + 1}"));
            spec.Default("clusterIPs", new JsonArray(spec.Text("clusterIP")));
            if (minor >= FirstWithFamilies)
            {
                spec.Default("ipFamilies", new JsonArray("IPv4"));
                spec.Default("ipFamilyPolicy", "SingleStack");
            }
        }
    }

    private static void FillProtocols(JsonObject owner)
    {
        foreach (var port in owner.Items("ports"))
        {
            port.Default("protocol", "TCP");
        }
    }

    private static void FillStrategy(JsonObject strategy, string surge, JsonNode surgeValue, JsonNode unavailable)
    {
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            strategy.Ensure("rollingUpdate").Default(surge, surgeValue);
            strategy.Ensure("rollingUpdate").Default("maxUnavailable", unavailable);
        }
    }

    private static void FillSecret(JsonObject secret)
    {
        secret.Default("type", "Opaque");
        if (secret["stringData"] is JsonObject texts)
        {
            foreach ((var name, var text) in texts)
            {
                secret.Ensure("data")[name] = Convert.ToBase64String(Encoding.UTF8.GetBytes(text.Text() ?? ""));
            }

            secret.Remove("stringData");
        }
    }
}
