using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>The webhook that makes pods clients, link by link: configuration, service, pod, certificate, answer.</summary>
internal static class AdmissionChecks
{
    private const string ServicePath = "clientConfig";

    private static readonly TimeSpan s_soon = TimeSpan.FromDays(30);

    public static IReadOnlyList<Check> All { get; } =
    [
        new("WebhookServes", NsmCheckCategory.Admission, "The webhook's configuration leads to a pod that is ready.", Serves)
        { Needs = [KnownTypes.MutatingWebhookConfigurations, KnownTypes.Services, KnownTypes.Pods] },
        new("WebhookCertificate", NsmCheckCategory.Admission, "The API server trusts the certificate that the webhook serves.", Certificate)
        {
            Needs = [KnownTypes.MutatingWebhookConfigurations, KnownTypes.Deployments, KnownTypes.Pods, KnownTypes.Secrets],
            Probes = CheckProbes.Certificate,
        },
        new("WebhookReviewVersion", NsmCheckCategory.Admission, "The API server asks the webhook in the version it understands.",
            ReviewVersions) { Needs = [KnownTypes.MutatingWebhookConfigurations] },
        new("WebhookPolicy", NsmCheckCategory.Admission, "Pods can be created while the webhook is away.", Policy)
        { Needs = [KnownTypes.MutatingWebhookConfigurations, KnownTypes.Namespaces, KnownTypes.Deployments] },
        new("WebhookInjects", NsmCheckCategory.Admission, "A server dry run of a client came back injected.", Injects)
        { Probes = CheckProbes.Injection },
        new("OtherWebhooks", NsmCheckCategory.Admission, "No other installation of NSM has a webhook here.", Others)
        { NeedsMesh = false, Needs = [KnownTypes.MutatingWebhookConfigurations] },
    ];

    private static string Target(CheckFacts facts) =>
        $"{KnownTypes.MutatingWebhookConfigurations.Kind}/{facts.Generation.WebhookConfiguration}";

    private static IEnumerable<JsonObject> Webhooks(CheckFacts facts) => facts.WebhookConfiguration.Items("webhooks");

    private static IEnumerable<Finding> Serves(CheckFacts facts)
    {
        if (facts.WebhookConfiguration is null)
        {
            yield return Finding.Fail(Target(facts), "The webhook has no configuration, so no client gets a wire, and nothing says so.",
                Hints.Repair);
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

            var pods = ServiceRules.PodsOf(found, facts.Of(KnownTypes.Pods)).ToArray();
            if (!pods.Any(pod => PodRules.IsLiving(pod) && pod.HasCondition("Ready")))
            {
                var blocks = Webhooks(facts).Any(webhook => webhook.Text(WebhookPolicy.Field) == WebhookPolicy.Fail);
                yield return Finding.Fail(target,
                    blocks
                        ? "No pod of the webhook is ready, and it must be asked: no pod can be created in the namespaces that it covers."
                        : "No pod of the webhook is ready, so no client gets a wire, and nothing says so.",
                    blocks
                        ? "See the webhook's pods. " + Hints.Unblock
                        : "See the webhook's pods; clients made meanwhile must be deleted and created again.",
                        string.Join("\n", pods.Select(pod => $"{pod.Name()}: {PodRules.Evaluate(pod).Reason}")));
            }
        }
    }

    private static IEnumerable<Finding> Certificate(CheckFacts facts) =>
        facts.Generation.UsesSpire ? SpireChecks.WebhookTrust(facts, Target(facts)) : Pair(facts);

    private static IEnumerable<Finding> Pair(CheckFacts facts)
    {
        foreach (var config in Webhooks(facts).Select(webhook => webhook.At(ServicePath)).OfType<JsonObject>())
        {
            var host = $"{config.Text("service", "name")}.{config.Text("service", "namespace")}.svc";
            if (CertificateRules.Problem(facts.CertificateSecret, config.Text("caBundle"), host, facts.Now) is { } problem)
            {
                yield return Finding.Fail(Target(facts), $"The API server does not trust the webhook: {problem}.", Hints.Repair);
                yield break;
            }
        }

        foreach (var pod in OutdatedPods(facts))
        {
            yield return Finding.Fail(pod.Key().ToString(),
                "The webhook's pod was started with an earlier certificate, which it keeps until it is restarted.", Hints.Repair);
        }

        if (WebhookCertificate.Read(facts.CertificateSecret)?.Expires is { } end && facts.Now + s_soon > end)
        {
            yield return Finding.Warn(Target(facts), $"The webhook's certificate expires on {end:yyyy-MM-dd}.",
                "Update-NsmMesh -RenewCertificate makes a new one.");
        }
    }

    /// <summary>Pods of the webhook that serve another certificate than the Secret has now: NSM v0.2 reads it only at start.</summary>
    public static IEnumerable<JsonObject> OutdatedPods(CheckFacts facts)
    {
        var fingerprint = WebhookCertificate.Read(facts.CertificateSecret)?.Fingerprint;
        return facts.PodsOf(facts.WebhookDeployment).Where(pod =>
            fingerprint is not null && pod.Text("metadata", "annotations", OwnNames.CertificateAnnotation) is { } started
                && started != fingerprint);
    }

    private static IEnumerable<Finding> ReviewVersions(CheckFacts facts)
    {
        foreach (var webhook in Webhooks(facts))
        {
            var versions = webhook.Texts("admissionReviewVersions").ToArray();
            if (!versions.Contains(facts.Generation.ReviewVersion))
            {
                yield return Finding.Fail(Target(facts), $"The API server asks in {string.Join(", ", versions)}; NSM "
                    + $"{facts.Generation.Name} understands only {facts.Generation.ReviewVersion}, and nothing is injected.", Hints.Repair,
                    "webhooks[].admissionReviewVersions");
            }
        }
    }

    private static IEnumerable<Finding> Policy(CheckFacts facts)
    {
        foreach (var webhook in Webhooks(facts))
        {
            var must = webhook.Text(WebhookPolicy.Field) is null or WebhookPolicy.Fail;
            if (must && facts.Rules.Namespaces(facts.Namespace!).FirstOrDefault(home => Covers(webhook, home, facts)) is { } covered)
            {
                yield return Finding.Fail(Target(facts), $"The webhook must be asked about pods that it needs itself, those of {covered}: "
                    + "once it is down it can never come up again, its own pod included, and no pod of the cluster can be created.",
                    Hints.Repair, $"{WebhookPolicy.Field} {WebhookPolicy.Fail}");
            }
            else if (must && !facts.Generation.UsesSpire)
            {
                yield return Finding.Warn(Target(facts), "While the webhook is away no pod can be created outside the mesh.",
                    "Set failurePolicy to Ignore unless that is wanted; " + Hints.Repair, $"{WebhookPolicy.Field} {WebhookPolicy.Fail}");
            }
            else if (!must && facts.Generation.UsesSpire)
            {
                yield return Finding.Warn(Target(facts), "While the webhook is away clients are created without a wire, and nothing says "
                    + "so: it was left at Ignore, as it is before the proof that it injects.",
                    Hints.Repair, $"{WebhookPolicy.Field} {webhook.Text(WebhookPolicy.Field)}");
            }
        }
    }

    /// <summary>Whether the API server asks about the pods of a namespace of the mesh; v0.2's
    /// webhook has a label on its own pod by which it is left out.</summary>
    private static bool Covers(JsonObject webhook, string home, CheckFacts facts) =>
        facts.Of(KnownTypes.Namespaces).FirstOrDefault(item => item.Name() == home) is { } space
        && LabelSelector.MatchesOrMissing(webhook["namespaceSelector"], space.At("metadata", "labels"))
        && (home != facts.Namespace || LabelSelector.MatchesOrMissing(webhook["objectSelector"],
            facts.WebhookDeployment.At("spec", "template", "metadata", "labels")));

    private static IEnumerable<Finding> Injects(CheckFacts facts)
    {
        if (facts.Injection is { Unknown: true } unknown)
        {
            yield return Finding.Warn("", "Nobody can prove by a dry run that clients are injected.",
                "Create a client and see whether it gets its wire: Test-NsmIcmpConnectivity.", unknown.Reason);
        }
        else if (facts.Injection is { Works: false } outcome)
        {
            yield return Finding.Fail("", "A server dry run of a client did not come back injected: clients made now run without a wire.",
                "See the other checks of category Admission. " + Hints.Repair, outcome.Reason);
        }
    }

    private static IEnumerable<Finding> Others(CheckFacts facts)
    {
        var others = Generation.All.Where(generation => generation != facts.Generation)
            .ToDictionary(generation => generation.WebhookConfiguration);
        foreach (var item in facts.Of(KnownTypes.MutatingWebhookConfigurations).Where(item => others.ContainsKey(item.Name())))
        {
            yield return Finding.Fail(item.Key().ToString(), $"This webhook is of NSM {others[item.Name()].Name}, which cannot share a "
                + $"cluster with {facts.Generation.Name}.", Hints.Residue);
        }

        var foreign = facts.Of(KnownTypes.MutatingWebhookConfigurations)
            .Where(item => Generation.All.All(generation => item.Name() != generation.WebhookConfiguration)
            && item.Items("webhooks")
                .Any(webhook => webhook.Text(ServicePath, "service", "name") is { } service
                    && Generation.All.Any(generation => service == generation.WebhookService)));
        foreach (var item in foreign)
        {
            yield return Finding.Warn(item.Key().ToString(),
                "A second configuration leads to a webhook of NSM; clients would be injected twice.", "Delete it if nobody needs it.");
        }
    }
}
