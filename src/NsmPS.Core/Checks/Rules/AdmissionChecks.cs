using System.Text.Json.Nodes;
using NsmPS.Cluster;
using NsmPS.Health;
using NsmPS.Manifests;

namespace NsmPS.Checks;

/// <summary>The webhook that makes pods clients, link by link: configuration, service, pod, certificate, answer.</summary>
internal static class AdmissionChecks
{
    private const string ReviewVersion = "v1beta1";
    private const string ServicePath = "clientConfig";

    private static readonly TimeSpan s_soon = TimeSpan.FromDays(30);

    public static IReadOnlyList<Check> All { get; } =
    [
        new("WebhookServes", NsmCheckCategory.Admission, "The webhook's configuration leads to a pod that is ready.", Serves)
        {
            Needs = [KnownTypes.MutatingWebhookConfigurations, KnownTypes.Services, KnownTypes.Pods],
        },
        new("WebhookCertificate", NsmCheckCategory.Admission, "The API server trusts the certificate that the webhook serves.", Certificate)
        {
            Needs = [KnownTypes.MutatingWebhookConfigurations, KnownTypes.Deployments, KnownTypes.Pods, KnownTypes.Secrets],
            Probes = CheckProbes.Certificate,
        },
        new("WebhookReviewVersion", NsmCheckCategory.Admission, "The API server asks the webhook in the version it understands.", ReviewVersions)
        {
            Needs = [KnownTypes.MutatingWebhookConfigurations],
        },
        new("WebhookPolicy", NsmCheckCategory.Admission, "Pods can be created while the webhook is away.", Policy)
        {
            Needs = [KnownTypes.MutatingWebhookConfigurations, KnownTypes.Namespaces, KnownTypes.Deployments],
        },
        new("WebhookInjects", NsmCheckCategory.Admission, "A server dry run of a client came back injected.", Injects) { Probes = CheckProbes.Injection },
        new("OtherWebhooks", NsmCheckCategory.Admission, "No other installation of NSM has a webhook here.", Others) { NeedsMesh = false, Needs = [KnownTypes.MutatingWebhookConfigurations] },
    ];

    private static string Target => $"{KnownTypes.MutatingWebhookConfigurations.Kind}/{KubeNames.WebhookConfiguration}";

    private static IEnumerable<JsonObject> Webhooks(CheckFacts facts) => facts.WebhookConfiguration.Items("webhooks");

    private static IEnumerable<Finding> Serves(CheckFacts facts)
    {
        if (facts.WebhookConfiguration is null)
        {
            yield return Finding.Fail(Target, "The webhook has no configuration, so no client gets a wire, and nothing says so.", Hints.Repair);
        }

        foreach (var service in Webhooks(facts).Select(webhook => webhook.At(ServicePath, "service")).OfType<JsonObject>())
        {
            var (space, name) = (service.Text("namespace"), service.Text("name"));
            var target = $"Service/{space}/{name}";
            if (facts.Of(KnownTypes.Services).FirstOrDefault(item => item.Namespace() == space && item.Name() == name) is not { } found)
            {
                yield return Finding.Fail(target, "The webhook's configuration names a service that does not exist.", Hints.Repair);
                continue;
            }

            var pods = facts.Of(KnownTypes.Pods).Where(pod => pod.Namespace() == space && LabelSelectors.Selects(found.At("spec", "selector"), pod)).ToArray();
            if (!pods.Any(pod => !pod.IsTerminating() && pod.HasCondition("Ready")))
            {
                yield return Finding.Fail(target, "No pod of the webhook is ready, so no client gets a wire, and nothing says so.",
                    "See the webhook's pods; clients made meanwhile must be deleted and created again.", string.Join("\n", pods.Select(pod => $"{pod.Name()}: {PodRules.Evaluate(pod).Reason}")));
            }
        }
    }

    private static IEnumerable<Finding> Certificate(CheckFacts facts)
    {
        foreach (var config in Webhooks(facts).Select(webhook => webhook.At(ServicePath)).OfType<JsonObject>())
        {
            var host = $"{config.Text("service", "name")}.{config.Text("service", "namespace")}.svc";
            if (CertificateRules.Problem(facts.CertificateSecret, config.Text("caBundle"), host, facts.Now) is { } problem)
            {
                yield return Finding.Fail(Target, $"The API server does not trust the webhook: {problem}.", Hints.Repair);
                yield break;
            }
        }

        foreach (var pod in OutdatedPods(facts))
        {
            yield return Finding.Fail(pod.Key().ToString(), "The webhook's pod was started with an earlier certificate, which it keeps until it is restarted.", Hints.Repair);
        }

        if (WebhookCertificate.Read(facts.CertificateSecret)?.Expires is { } end && facts.Now + s_soon > end)
        {
            yield return Finding.Warn(Target, $"The webhook's certificate expires on {end:yyyy-MM-dd}.", "Update-NsmMesh -RenewCertificate makes a new one.");
        }
    }

    /// <summary>Pods of the webhook that serve another certificate than the Secret has now: NSM v0.2 reads it only at start.</summary>
    public static IEnumerable<JsonObject> OutdatedPods(CheckFacts facts)
    {
        var fingerprint = WebhookCertificate.Read(facts.CertificateSecret)?.Fingerprint;
        return facts.PodsOf(facts.WebhookDeployment).Where(pod =>
            fingerprint is not null && pod.Text("metadata", "annotations", KubeNames.CertificateAnnotation) is { } started && started != fingerprint);
    }

    private static IEnumerable<Finding> ReviewVersions(CheckFacts facts)
    {
        foreach (var webhook in Webhooks(facts))
        {
            var versions = (webhook["admissionReviewVersions"] as JsonArray ?? []).Select(entry => entry.Text()).ToArray();
            if (!versions.Contains(ReviewVersion))
            {
                yield return Finding.Fail(Target, $"The API server asks in {string.Join(", ", versions)}; NSM v0.2 understands only {ReviewVersion}, and nothing is injected.", Hints.Repair,
                    "webhooks[].admissionReviewVersions");
            }
        }
    }

    private static IEnumerable<Finding> Policy(CheckFacts facts)
    {
        foreach (var webhook in Webhooks(facts).Where(webhook => webhook.Text("failurePolicy") == "Fail"))
        {
            var home = facts.Of(KnownTypes.Namespaces).FirstOrDefault(item => item.Name() == facts.Namespace);
            var coversItself = LabelSelectors.Matches(webhook["namespaceSelector"], home.At("metadata", "labels"))
                && LabelSelectors.Matches(webhook["objectSelector"], facts.WebhookDeployment.At("spec", "template", "metadata", "labels"));
            yield return coversItself
                ? Finding.Fail(Target, "The webhook must be asked about its own pod: once it is down it can never come up again, and no pod of the cluster can be created.", Hints.Repair, "failurePolicy Fail")
                : Finding.Warn(Target, "While the webhook is away no pod can be created outside the mesh.", "Set failurePolicy to Ignore unless that is wanted; " + Hints.Repair, "failurePolicy Fail");
        }
    }

    private static IEnumerable<Finding> Injects(CheckFacts facts)
    {
        if (facts.Injection is { Works: false } outcome)
        {
            yield return Finding.Fail("", "A server dry run of a client did not come back injected: clients made now run without a wire.", "See the other checks of category Admission. " + Hints.Repair, outcome.Reason);
        }
    }

    private static IEnumerable<Finding> Others(CheckFacts facts)
    {
        if (facts.Other is not null)
        {
            yield break;
        }

        foreach (var item in facts.Of(KnownTypes.MutatingWebhookConfigurations).Where(item => item.Name() == KubeNames.WebhookV1Configuration))
        {
            yield return Finding.Fail(item.Key().ToString(), "This webhook is of NSM v1, which cannot share a cluster with v0.2.", Hints.Residue);
        }

        var foreign = facts.Of(KnownTypes.MutatingWebhookConfigurations).Where(item => item.Name() != KubeNames.WebhookConfiguration
            && item.Items("webhooks").Any(webhook => webhook.Text(ServicePath, "service", "name") == KubeNames.WebhookService));
        foreach (var item in foreign)
        {
            yield return Finding.Warn(item.Key().ToString(), "A second configuration leads to a webhook of NSM; clients would be injected twice.", "Delete it if nobody needs it.");
        }
    }
}
