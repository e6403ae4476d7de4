using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>SPIRE, without which nothing of NSM v1 starts: its server, the agent of every node,
/// what gives pods their identities, and what it certifies.</summary>
internal static class SpireChecks
{
    /// <summary>On webhook configurations: SPIRE's server writes its bundle into those that have it.</summary>
    public const string WebhookLabel = "spiffe.io/webhook";

    private const string DefaultClass = "storageclass.kubernetes.io/is-default-class";
    private const string FailedMount = "FailedMount";
    private const string DnsNames = "dnsNameTemplates";
    private const string Order = "Its agents, NSM's registry, managers and forwarders follow by themselves when it is back.";

    public static IReadOnlyList<Check> All { get; } =
    [
        Make("SpireServer", "SPIRE's server and controller manager are ready.", Server, KnownTypes.StatefulSets, KnownTypes.Deployments,
            KnownTypes.DaemonSets, KnownTypes.Pods),
        Make("SpireStorage", "No volume of SPIRE waits for storage.", Storage, KnownTypes.StatefulSets, KnownTypes.Deployments,
            KnownTypes.PersistentVolumeClaims, KnownTypes.StorageClasses),
        Make("SpireAgents", "Every node that has a manager has an agent of SPIRE.", Agents, KnownTypes.DaemonSets, KnownTypes.Deployments,
            KnownTypes.Pods, KnownTypes.Events),
        Make("SpireIdentities", "Every workload of the mesh gets an identity.", Identities, KnownTypes.DaemonSets, KnownTypes.Deployments,
            SpireTypes.Identities),
        Make("SpireWebhook", "Identities can be created and changed.", Webhook, KnownTypes.ValidatingWebhookConfigurations,
            KnownTypes.Services, KnownTypes.Pods) with { Category = NsmCheckCategory.Admission },
    ];

    /// <summary>Whether the API server trusts what SPIRE certifies: SPIRE writes its bundle into the configuration of NSM's webhook, and
    /// again whenever the bundle changes.</summary>
    public static IEnumerable<Finding> WebhookTrust(CheckFacts facts, string target)
    {
        foreach (var webhook in facts.WebhookConfiguration.Items("webhooks"))
        {
            var bundle = webhook.Text("clientConfig", "caBundle");
            if (bundle is not { Length: > 0 })
            {
                yield return Finding.Fail(target,
                    "SPIRE's server has not written its bundle into the configuration, so the API server trusts no webhook of NSM.",
                    $"The server writes it within seconds while it runs and the configuration has the label {WebhookLabel}: see "
                        + $"SpireServer; then {Hints.Repair}", "caBundle is empty");
            }
            else if (facts.SpireBundle is { Length: > 0 } now && !Trusts(bundle, now))
            {
                yield return Finding.Fail(target, "The bundle in the configuration is not the one that SPIRE certifies by now, so the API "
                    + "server does not trust the webhook.", Hints.Repair, "caBundle is of an earlier authority");
            }
        }
    }

    /// <summary>Whether the configuration of NSM's webhook has another bundle than SPIRE's present one.</summary>
    public static bool IsDistrusted(CheckFacts facts) => facts.Generation.UsesSpire && WebhookTrust(facts, "").Any();

    /// <summary>Whether the server that checks identities is away although it must be asked.</summary>
    public static IEnumerable<JsonObject> DeadWebhooks(CheckFacts facts) =>
        facts.Of(KnownTypes.ValidatingWebhookConfigurations).Where(item => item.Name() == SpireTypes.Webhook
        && item.Items("webhooks").Any(webhook => webhook.Text("failurePolicy") is null or "Fail" && !IsServed(webhook, facts)));

    private static Check Make(string id, string passed, Func<CheckFacts, IEnumerable<Finding>> rule,
        params IReadOnlyList<ResourceType> needs) =>
        new(id, NsmCheckCategory.Mesh, passed, rule) { Only = Generation.V1, Needs = needs };

    /// <summary>SPIRE's servers, no matter who installed them.</summary>
    public static IEnumerable<JsonObject> Servers(CheckFacts facts) =>
        facts.Of(KnownTypes.StatefulSets).Concat(facts.Of(KnownTypes.Deployments)).Where(SpireRules.IsServer);

    private static IEnumerable<Finding> Server(CheckFacts facts)
    {
        var servers = Servers(facts).ToArray();
        if (servers.Length == 0 && !facts.Of(KnownTypes.DaemonSets).Any(SpireRules.IsAgent))
        {
            yield return Finding.Fail("", "There is no SPIRE on the cluster, so nothing of NSM can prove who it is.", Hints.Repair);
        }

        foreach (var server in servers.Where(server => !facts.PodsOf(server).Any(pod => pod.HasCondition("Ready"))))
        {
            var pods = facts.PodsOf(server).Select(pod => $"{pod.Name()}: {PodRules.Evaluate(pod).Reason}").ToArray();
            yield return Finding.Fail(server.Key().ToString(), "SPIRE's server is not ready. What has an identity keeps it for an hour at "
                + "most; nothing new starts.", $"See its pod. {Order}", pods.Length == 0 ? "it has no pod" : string.Join('\n', pods));
        }
    }

    private static IEnumerable<Finding> Storage(CheckFacts facts)
    {
        var homes = Servers(facts).Select(server => server.Namespace()).ToHashSet();
        var standard = facts.Of(KnownTypes.StorageClasses)
            .FirstOrDefault(item => item.Text("metadata", "annotations", DefaultClass) == "true");
        foreach (var claim in facts.Of(KnownTypes.PersistentVolumeClaims)
            .Where(claim => homes.Contains(claim.Namespace()) && claim.Text("status", "phase") == "Pending"))
        {
            var lacks = claim.Text("spec", "storageClassName") is null && standard is null;
            yield return Finding.Fail(claim.Key().ToString(),
                lacks
                    ? "The claim waits for a volume, names no StorageClass, and the cluster has no default one, so SPIRE's server "
                        + "never starts."
                    : "The claim waits for a volume, so SPIRE's server does not start.",
                lacks
                    ? "Make a StorageClass the default one, or use the SPIRE that NsmPS installs: it keeps its data in its pod."
                    : "See the claim's events and its StorageClass.",
                    $"StorageClass {claim.Text("spec", "storageClassName") ?? standard?.Name() ?? "none"}");
        }
    }

    private static IEnumerable<Finding> Agents(CheckFacts facts)
    {
        var agents = facts.Of(KnownTypes.DaemonSets).Where(SpireRules.IsAgent).SelectMany(facts.PodsOf).ToArray();
        foreach (var node in facts.PodsOf(facts.ManagerSet).Select(pod => pod.NodeName()).OfType<string>().Distinct()
            .Order(StringComparer.Ordinal))
        {
            var here = agents.Where(pod => pod.NodeName() == node).ToArray();
            if (here.Any(pod => pod.HasCondition("Ready")))
            {
                continue;
            }

            var stuck = facts.Of(KnownTypes.Events)
                .Where(entry => entry.Text("reason") == FailedMount
                    && (entry.Text("message") ?? "").Contains(SpireNames.SocketFolder, StringComparison.Ordinal))
                    .Select(entry => entry.Text("message")).Distinct();
            yield return Finding.Fail($"Node/{node}", "No agent of SPIRE is ready on it: pods of NSM, endpoints and clients that start "
                + $"there wait for the folder {SpireNames.SocketFolder} or for an identity.",
                "See the agent's pod; it ends and starts again until it reaches SPIRE's server.",
                string.Join('\n', here.Select(pod => $"{pod.Name()}: {PodRules.Evaluate(pod).Reason}").DefaultIfEmpty("no agent pod")
                    .Concat(stuck)));
        }
    }

    private static IEnumerable<Finding> Identities(CheckFacts facts)
    {
        foreach (var workload in facts.Workloads.Where(item => item.Namespace() == facts.Namespace))
        {
            var labels = workload.At("spec", "template", "metadata", "labels");
            var given = facts.Of(SpireTypes.Identities)
                .Where(identity => LabelSelector.MatchesOrMissing(identity.At("spec", "podSelector"), labels)).ToArray();
            if (given.Length == 0)
            {
                yield return Finding.Fail(workload.Key().ToString(), "No ClusterSPIFFEID selects its pods, so SPIRE gives them no identity "
                    + "and they wait forever.", Hints.Repair, $"{facts.Of(SpireTypes.Identities).Count} ClusterSPIFFEIDs");
            }
            else if (workload.Name() == facts.Generation.WebhookDeployment
                && !given.Any(identity => identity.At("spec", DnsNames) is JsonArray { Count: > 0 }))
            {
                yield return Finding.Fail(workload.Key().ToString(), "The identity of the webhook has no DNS names, so the API server does "
                    + "not trust its certificate.", Hints.Repair, DnsNames);
            }
        }
    }

    private static IEnumerable<Finding> Webhook(CheckFacts facts) => DeadWebhooks(facts).Select(item => Finding.Fail(item.Key().ToString(),
        "SPIRE's controller manager must be asked about every identity, and no pod of it is ready: identities can neither be created nor "
            + "changed, and no mesh installed.", "See SpireServer. " + Hints.Unblock, "failurePolicy Fail"));

    private static bool IsServed(JsonObject webhook, CheckFacts facts) =>
        ServiceRules.OfWebhook(webhook, facts.Of(KnownTypes.Services)) is { } service
        && ServiceRules.PodsOf(service, facts.Of(KnownTypes.Pods)).Any(pod => PodRules.IsLiving(pod) && pod.HasCondition("Ready"));

    /// <summary>Whether every certificate of the present bundle is in the configuration's.</summary>
    private static bool Trusts(string caBundle, string bundle)
    {
        try
        {
            var trusted = Encoding.ASCII.GetString(Convert.FromBase64String(caBundle)).ReplaceLineEndings("\n");
            return trusted.Contains(bundle.Trim().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
