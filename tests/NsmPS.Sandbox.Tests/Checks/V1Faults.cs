extern alias core;
using System.Text.Json.Nodes;
using core::NsmPS.Checks.Facts;
using core::NsmPS.Kubernetes;
using core::NsmPS.Kubernetes.Apply;
using core::NsmPS.Mesh.Installation;
using core::NsmPS.Nsm.Generations;
using core::NsmPS.Nsm.Names;
using core::NsmPS.Operations;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>What can go wrong with NSM v1, and the row that must name it.</summary>
internal sealed record V1Fault(string Id, NsmCheckOutcome Outcome, string Target, string Says, Action<BrokenFacts> Break);

/// <summary>All of them by name.</summary>
internal static class V1Faults
{
    private const NsmCheckOutcome Failed = NsmCheckOutcome.Failed;
    private const NsmCheckOutcome Warning = NsmCheckOutcome.Warning;
    private const string Sample = "ns-icmp-responder";

    private static readonly ResourceType s_endpoints = Generation.V1.Endpoints;

    public static IReadOnlyDictionary<string, V1Fault> All { get; } = new Dictionary<string, V1Fault>
    {
        ["SPIRE's server not ready"] = new("SpireServer", Failed, "StatefulSet/spire/spire-server", "not ready",
            facts => facts.Unready("spire-server")),
        ["no SPIRE"] = new("SpireServer", Failed, "", "no SPIRE", facts =>
        {
            facts.Remove(KnownTypes.StatefulSets, "spire-server");
            facts.Remove(KnownTypes.DaemonSets, "spire-agent");
        }),
        ["no default StorageClass"] = new("SpireStorage", Failed, "PersistentVolumeClaim/spire/data", "no default one",
            facts => facts.Put(KnownTypes.PersistentVolumeClaims, Claim(""))),
        ["claim waits for its class"] = new("SpireStorage", Failed, "PersistentVolumeClaim/spire/data", "StorageClass fast",
            facts => facts.Put(KnownTypes.PersistentVolumeClaims, Claim("\"storageClassName\": \"fast\""))),
        ["no agent on a node"] = new("SpireAgents", Failed, "Node/", "no agent pod", facts => facts.Remove(KnownTypes.Pods, "spire-agent")),
        ["agent not ready, pods wait for its folder"] = new("SpireAgents", Failed, "Node/", "hostPath type check failed", facts =>
        {
            facts.Unready("spire-agent");
            facts.Put(KnownTypes.Events,
                """
                { "kind": "Event", "metadata": { "name": "e", "namespace": "nsm-system" }, "reason": "FailedMount",
                  "message": "hostPath type check failed: /run/spire/sockets is not a directory" }
                """);
        }),
        ["identity missing"] = new("SpireIdentities", Failed, "Deployment/nsm-system/registry-k8s", "No ClusterSPIFFEID",
            facts => facts.Change(SpireTypes.Identities, "nsm-workloads",
                item => item.Ensure("spec", "podSelector", "matchLabels")["app"] = "other")),
        ["identity of the webhook without DNS names"] = new("SpireIdentities", Failed, "Deployment/nsm-system/admission-webhook-k8s",
            "no DNS names",
            facts => facts.Change(SpireTypes.Identities, "nsm-workloads-webhook", item => item.Ensure("spec").Remove("dnsNameTemplates"))),
        ["SPIRE's webhook without a service"] = new("SpireWebhook", Failed, "spire-controller-manager-webhook", "neither be created",
            facts => facts.Remove(KnownTypes.Services, SpireTypes.WebhookService)),
        ["SPIRE's webhook without a server"] = new("SpireWebhook", Failed, "spire-controller-manager-webhook", "neither be created",
            facts => facts.Remove(KnownTypes.Pods, "spire-server")),
        ["caBundle empty"] = new("WebhookCertificate", Failed, "nsm-mutating-webhook", "not written",
            facts => facts.Webhook(webhook => webhook.Ensure("clientConfig").Remove("caBundle"))),
        ["caBundle of an earlier authority"] = new("WebhookCertificate", Failed, "nsm-mutating-webhook", "earlier authority",
            facts => facts.Facts = facts.Facts with { SpireBundle = "another" }),
        ["webhook must be asked and is not served"] = new("WebhookServes", Failed, "admission-webhook-svc", "it must be asked",
            facts => facts.Unready("admission-webhook-k8s")),
        ["no webhook configuration"] = new("WebhookServes", Failed, "nsm-mutating-webhook", "no configuration",
            facts => facts.Remove(KnownTypes.MutatingWebhookConfigurations, "nsm-mutating-webhook")),
        ["no webhook service"] = new("WebhookServes", Failed, "admission-webhook-svc", "does not exist",
            facts => facts.Remove(KnownTypes.Services, "admission-webhook-svc")),
        ["policy left at Ignore"] = new("WebhookPolicy", Warning, "nsm-mutating-webhook", "left at Ignore",
            facts => facts.Webhook(webhook => webhook["failurePolicy"] = "Ignore")),
        ["webhook covers its own pods"] = new("WebhookPolicy", Failed, "nsm-mutating-webhook", "those of nsm-system",
            facts => facts.Webhook(webhook => webhook.Remove("namespaceSelector"))),
        ["webhook covers SPIRE's pods"] = new("WebhookPolicy", Failed, "nsm-mutating-webhook", "those of spire",
            facts => facts.Webhook(webhook => webhook["namespaceSelector"] = Excluding("nsm-system", "kube-system"))),
        ["review version"] = new("WebhookReviewVersion", Failed, "nsm-mutating-webhook", "only v1",
            facts => facts.Webhook(webhook => webhook["admissionReviewVersions"] = new JsonArray("v1beta1"))),
        ["no injection"] = new("WebhookInjects", Failed, "", "came back unchanged",
            facts => facts.Facts = facts.Facts with
            {
                Injection = new InjectionProof.Outcome(false, "clients are not injected: the server dry run came back unchanged")
            }),
        ["no pod can be created"] = new("PodsCanBeCreated", Failed, "", "No pod can be created",
            facts => facts.Facts = facts.Facts with
            {
                PodRefusal = "failed calling webhook \"admission-webhook.networkservicemesh.io\": service not found"
            }),
        ["webhook of v0.2"] = new("OtherWebhooks", Failed, "nsm-admission-webhook-cfg", "v0.2",
            facts => facts.Put(KnownTypes.MutatingWebhookConfigurations,
            """
            { "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
              "metadata": { "name": "nsm-admission-webhook-cfg" } }
            """)),
        ["definition missing"] = new("Definitions", Failed, "networkservices.", "missing",
            facts => facts.Remove(KnownTypes.CustomResourceDefinitions, "networkservices.networkservicemesh.io")),
        ["definition of v0.2"] = new("Definitions", Failed, "networkservices.", "v1alpha1",
            facts => facts.Change(KnownTypes.CustomResourceDefinitions, "networkservices.",
                item => item.Items("spec", "versions").First()["name"] = "v1alpha1")),
        ["registry's service gone"] = new("RegistryServes", Failed, "Service/nsm-system/registry", "does not exist",
            facts => facts.Remove(KnownTypes.Services, "registry")),
        ["registry not ready"] = new("RegistryServes", Failed, "Service/nsm-system/registry", "expire within a minute",
            facts => facts.Unready("registry-k8s")),
        ["stateful set not ready"] = new("Workloads", Failed, "StatefulSet/spire/spire-server", "0 of 1",
            facts => facts.Change(KnownTypes.StatefulSets, "spire-server", item =>
        {
            foreach (var field in (string[])["readyReplicas", "availableReplicas"])
            {
                item.Ensure("status")[field] = 0;
            }
        })),
        ["forwarder missing"] = new("ForwarderOnEachNode", Failed, "Node/", "no forwarder pod",
            facts => facts.Remove(KnownTypes.Pods, "forwarder-vpp")),
        ["forwarder not registered"] = new("NodeManager", Failed, "Node/", "its forwarder is not registered",
            facts => facts.Remove(s_endpoints, "forwarder-vpp")),
        ["forwarder through another manager"] = new("NodeManager", Failed, "Node/", "tcp://[10.9.9.9]:5001",
            facts => facts.Change(s_endpoints, "forwarder-vpp", item => item.Ensure("spec")["url"] = "tcp://[10.9.9.9]:5001")),
        ["port of the node taken"] = new("HostPorts", Failed, "Pod/nsm-system/registry-k8s", "5002", facts =>
            facts.Unschedulable("registry-k8s", "0/3 nodes are available: 3 node(s) didn't have free ports for the requested pod ports.")),
        ["forwarder killed"] = new("MemoryOfForwarders", Failed, "Pod/nsm-system/forwarder-vpp", "killed",
            facts => facts.Status("forwarder-vpp",
            """
            { "ready": true, "restartCount": 1, "lastState": { "terminated": { "exitCode": 137, "reason": "OOMKilled" } } }
            """)),
        ["manager crashes"] = new("CrashLoops", Failed, "Pod/nsm-system/nsmgr", "4 restarts", facts => facts.Status("nsmgr",
            """
            { "ready": false, "restartCount": 4, "state": { "waiting": { "reason": "CrashLoopBackOff" } } }
            """)),
        ["role damaged"] = new("ManagerRights", Failed, "ServiceAccount/nsm-system/registry-k8s-sa", "create networkserviceendpoints",
            facts => facts.Change(KnownTypes.ClusterRoles, "registry-k8s-role", item => item["rules"] = new JsonArray())),
        ["role not bound"] = new("ManagerRights", Failed, "ServiceAccount/nsm-system/nsmgr-sa", "patch configmaps",
            facts => facts.Remove(KnownTypes.ClusterRoleBindings, "nsmgr-role-binding")),
        ["account missing"] = new("ServiceAccounts", Failed, "registry-k8s", "registry-k8s-sa",
            facts => facts.Remove(KnownTypes.ServiceAccounts, "registry-k8s-sa")),
        ["pod security"] = new("PodSecurity", Failed, $"Namespace/{Sample}", "baseline",
            facts =>
                facts.Change(KnownTypes.Namespaces, Sample,
                    item => item.Ensure("metadata", "labels")["pod-security.kubernetes.io/enforce"] = "baseline")),
        ["SPIRE's namespace is being deleted"] = new("Namespaces", Failed, "Namespace/spire", "minutes", facts =>
            facts.Change(KnownTypes.Namespaces, "spire", item => item.Ensure("metadata")["deletionTimestamp"] = "2020-01-01T00:00:00Z")),
        ["pod network overlaps"] = new("AddressRanges", Failed, "Node/", "172.16.0.0/16",
            facts => facts.Change(KnownTypes.Nodes, "", item => item.Ensure("spec")["podCIDR"] = "172.16.0.0/16")),
        ["template has other annotations"] = new("ClientsInjected", Failed, "Deployment/default/mine", "takes no notice",
            facts => facts.Put(KnownTypes.Deployments, Workload("Deployment", "default", "kernel://icmp-responder/nsm-1",
            """
            { "annotations": { "prometheus.io/scrape": "true" } }
            """))),
        ["namespace is left alone"] = new("ClientsInjected", Failed, "Deployment/kube-system/mine", "leaves alone",
            facts => facts.Put(KnownTypes.Deployments, Workload("Deployment", "kube-system", "kernel://icmp-responder/nsm-1"))),
        ["stateful set not injected"] = new("ClientsInjected", Failed, "StatefulSet/default/mine", "did not answer then",
            facts => facts.Put(KnownTypes.StatefulSets, Workload("StatefulSet", "default", "kernel://icmp-responder/nsm-1"))),
        ["annotation without a mechanism"] = new("ClientAnnotations", Failed, "Deployment/default/mine", "kernel://, memif://",
            facts => facts.Put(KnownTypes.Deployments, Workload("Deployment", "default", "icmp-responder/nsm-1"))),
        ["annotation names nothing"] = new("ClientAnnotations", Failed, "Deployment/default/mine", "names no",
            facts => facts.Put(KnownTypes.Deployments, Workload("Deployment", "default", "kernel://"))),
        ["long interface"] = new("ClientAnnotations", Failed, "Deployment/default/mine", "more than 15",
            facts => facts.Put(KnownTypes.Deployments, Workload("Deployment", "default", "kernel://icmp-responder/abcdefghijklmnop"))),
        ["registration expired"] = new("StaleEndpoints", Failed, "NetworkServiceEndpoint/nsm-system/icmp-responder-nse", "its time is over",
            facts => facts.Change(s_endpoints, "icmp-responder-nse", item => item.Ensure("spec", "expiration_time")["seconds"] = 1)),
        ["registration of a dead pod"] = new("StaleEndpoints", Failed, "NetworkServiceEndpoint/nsm-system/icmp-responder-nse",
            "its pod is gone", facts => facts.Remove(KnownTypes.Pods, "icmp-responder-nse")),
        ["registration under no manager"] = new("StaleEndpoints", Failed, "NetworkServiceEndpoint/nsm-system/icmp-responder-nse",
            "10.9.9.9",
            facts => facts.Change(s_endpoints, "icmp-responder-nse", item => item.Ensure("spec")["url"] = "tcp://10.9.9.9:5001")),
        ["endpoint not registered"] = new("EndpointsRegistered", Failed, $"Pod/{Sample}/icmp-responder-nse",
            "not registered for icmp-responder", facts => facts.Remove(s_endpoints, "icmp-responder-nse")),
        ["endpoint finds no node"] = new("EndpointPlacement", Failed, $"Pod/{Sample}/icmp-responder-nse", "3 nodes can take", facts =>
            facts.Unschedulable("icmp-responder-nse", "0/3 nodes are available: 3 node(s) didn't match pod anti-affinity rules.")),
        ["prefixes too small"] = new("AddressBlocks", Failed, "NetworkService/icmp-responder", "addresses for 2", facts =>
        {
            foreach (var pod in facts.Facts.EndpointPods)
            {
                pod.Items("spec", "containers").First().Items("env")
                    .First(entry => entry.Text("name") == NsmNames.PrefixV1Variable)["value"] = "172.16.1.100/31";
            }
        }),
        ["pool is empty"] = new("AddressBlocks", Failed, "nse", "no addresses left",
            facts => facts.Facts = facts.Facts with { Logs = new Dictionary<string, string> { ["Pod/nse"] = "IPPool is empty" } }),
        ["network service missing"] = new("ServiceHasEndpoint", Failed, "NetworkService/icmp-responder", "no such network service",
            facts => facts.Remove(Generation.V1.NetworkServices, "icmp-responder")),
        ["service without endpoints"] = new("ServiceHasEndpoint", Failed, "NetworkService/icmp-responder", "No endpoint", facts =>
        {
            facts.Remove(s_endpoints, "icmp-responder-nse");
            facts.Remove(s_endpoints, "icmp-responder-nse");
        }),
        ["client waits for its wire"] = new("ClientsStart", Failed, "icmp-responder-nsc", "no identity issued", facts =>
        {
            var pod = facts.Find(KnownTypes.Pods, "icmp-responder-nsc");
            pod.Ensure("status")["phase"] = "Pending";
            facts.Facts = facts.Facts with
            {
                Logs = new Dictionary<string, string>
                {
                    [CheckFacts.LogKey(pod, NsmNames.InitV1Container)] = "starting\ncmd-nsc-init: no identity issued"
                }
            };
        }),
        ["wire dead"] = new("WiresAlive", Failed, "icmp-responder-nsc", "heals a wire by itself",
            facts => facts.Facts = facts.Facts with
            {
                Wires = [.. facts.Facts.Wires!.Select((wire, index) =>
                    index > 0 ? wire : wire with { Result = wire.Result with { Verdict = NsmVerdict.NoReply } })]
            }),
        ["object changed"] = new("AsApplied", Warning, "nsm-mutating-webhook", "timeoutSeconds", facts =>
        {
            var live = facts.Find(KnownTypes.MutatingWebhookConfigurations, "nsm-mutating-webhook");
            facts.Facts = facts.Facts with
            {
                Drift = [new ObjectDrift(live, live,
                    [new FieldDifference("webhooks[0].timeoutSeconds", NsmDriftKind.ObjectMissing, "10", "5")])]
            };
        }),
    };

    private static string Claim(string fields) =>
        $$"""
        { "apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": { "name": "data", "namespace": "spire" },
          "spec": { {{fields}} }, "status": { "phase": "Pending" } }
        """;

    private static string Workload(string kind, string space, string annotation, string template = "{}") => $$"""
        {
          "apiVersion": "apps/v1", "kind": "{{kind}}", "metadata": { "name": "mine", "namespace": "{{space}}",
            "annotations": { "networkservicemesh.io": "{{annotation}}" } },
          "spec": { "selector": { "matchLabels": { "app": "mine" } }, "template": { "metadata": {{template}},
            "spec": { "containers": [ { "name": "c" } ] } } }
        }
        """;

    private static JsonObject Excluding(params string[] namespaces) => new()
    {
        ["matchExpressions"] = new JsonArray(new JsonObject
        {
            ["key"] = KubeNames.NamespaceNameLabel,
            ["operator"] = "NotIn",
            ["values"] = new JsonArray([.. namespaces.Select(name => (JsonNode)name)])
        }),
    };
}
