using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Core.Tests.Checks;

/// <summary>What can go wrong, how a test makes it happen, and the row that must name it.</summary>
internal sealed record CheckFault(string Id, NsmCheckOutcome Outcome, string Target, string Says, Action<CheckWorld> Break);

/// <summary>All of them by name.</summary>
internal static class CheckFaults
{
    private const NsmCheckOutcome Failed = NsmCheckOutcome.Failed;
    private const NsmCheckOutcome Warning = NsmCheckOutcome.Warning;

    private const string Crash =
        """
        { "ready": false, "restartCount": 4, "state": { "waiting": { "reason": "CrashLoopBackOff" } },
          "lastState": { "terminated": { "exitCode": 2, "reason": "Error" } } }
        """;

    public static IReadOnlyDictionary<string, CheckFault> All { get; } = new Dictionary<string, CheckFault>
    {
        ["definition missing"] = new("Definitions", Failed, "networkservices.", "missing",
            world => world.Remove(KnownTypes.CustomResourceDefinitions, "networkservices.networkservicemesh.io")),
        ["definition of another generation"] = new("Definitions", Failed, "networkservices.", "another generation",
            world => world.Change(KnownTypes.CustomResourceDefinitions, "networkservices.",
                item => item.Items("spec", "versions").First()["name"] = "v1")),
        ["definition not established"] = new("Definitions", Failed, "networkservices.", "not established",
            world =>
            {
                world.Mesh.Server.Housekeeping = false;
                world.Change(KnownTypes.CustomResourceDefinitions, "networkservices.",
                    item => item.Ensure("status")["conditions"] = new JsonArray());
            }),
        ["definition of v1beta1"] = new("Definitions", Warning, "networkservices.", "v1beta1",
            world => world.Change(KnownTypes.CustomResourceDefinitions, "networkservices.",
                item => item.Ensure("spec")["preserveUnknownFields"] = true)),
        ["pod network overlaps"] = new("AddressRanges", Failed, "Node/n1", "172.16.0.0/16",
            world => world.Change(KnownTypes.Nodes, "n1", item => item.Ensure("spec")["podCIDR"] = "172.16.0.0/16")),
        ["service address overlaps"] = new("AddressRanges", Failed, "Service/default/s", "10.30.1.0/24",
            world => world.Put(
                """
                { "apiVersion": "v1", "kind": "Service", "metadata": { "name": "s", "namespace": "default" },
                  "spec": { "clusterIP": "10.30.1.9" } }
                """)),
        ["namespace stuck"] = new("Namespaces", Failed, "Namespace/nsm-system", "minutes", world =>
        {
            world.Mesh.Server.Housekeeping = false;
            world.Clock.Shift = -TimeSpan.FromHours(1);
            world.Remove(KnownTypes.Namespaces, "nsm-system");
            world.Clock.Shift = TimeSpan.Zero;
        }),
        ["namespace held by an API service"] = new("Namespaces", Warning, "Namespace/nsm-system",
            "NamespaceDeletionDiscoveryFailure", world =>
        {
            world.Mesh.Server.Housekeeping = false;
            world.Remove(KnownTypes.Namespaces, "nsm-system");
            world.Change(KnownTypes.Namespaces, "nsm-system", item => item.Ensure("status")["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "NamespaceDeletionDiscoveryFailure",
                ["status"] = "True",
                ["message"] = "stale GroupVersion discovery: metrics.k8s.io/v1beta1",
            }));
        }),
        ["daemon set not ready"] = new("Workloads", Failed, "nsm-kernel-forwarder", "1 of 2", world =>
        {
            world.Change(KnownTypes.Pods, "nsm-kernel-forwarder", pod => pod.Ensure("status")["conditions"] = new JsonArray());
            world.Change(KnownTypes.DaemonSets, "nsm-kernel-forwarder",
                item => item.Ensure("metadata", "annotations")["looked-at"] = "again");
        }),
        ["object gone"] = new("AsApplied", Failed, "Service/nsm-system/nsm-admission-webhook-svc", "is gone",
            world => world.Remove(KnownTypes.Services, NsmNames.WebhookService)),
        ["object changed"] = new("AsApplied", Warning, "nsm-admission-webhook-cfg", "failurePolicy",
            world => ChangeWebhook(world, webhook => webhook["failurePolicy"] = "Fail")),
        ["forwarder missing"] = new("ForwarderOnEachNode", Failed, "Node/n1", "waits for a forwarder",
            world =>
                world.Remove(KnownTypes.Pods, world.Mesh.Server.All(KnownTypes.Pods)
                    .First(pod => pod.Name().StartsWith("nsm-kernel", StringComparison.Ordinal)).Name())),
        ["secure without SPIRE"] = new("SecureMode", Failed, "DaemonSet/nsm-system/nsmgr", "no SPIRE", world =>
        {
            foreach (var name in (string[])["nsmgr", "nsm-kernel-forwarder"])
            {
                world.Change(KnownTypes.DaemonSets, name, Secure);
            }
        }),
        ["secure managers, insecure forwarders"] = new("SecureMode", Failed, "", "do not agree",
            world => world.Change(KnownTypes.DaemonSets, "nsmgr", Secure)),
        ["forwarder killed"] = new("MemoryOfForwarders", Failed, "nsm-kernel-forwarder", "hugepages-2Mi 1Gi", world =>
        {
            world.Change(KnownTypes.Nodes, "n1", item => item.Ensure("status", "capacity")["hugepages-2Mi"] = "1Gi");
            world.Status("nsm-kernel-forwarder", "kernel-forwarder",
                """{ "ready": true, "restartCount": 1, "lastState": { "terminated": { "exitCode": 137, "reason": "OOMKilled" } } }""");
        }),
        ["manager crashes"] = new("CrashLoops", Failed, "Pod/nsm-system/nsmgr", "nil pointer", world =>
        {
            world.Status("nsmgr", "nsmd", Crash);
            world.Mesh.Server.Logs[$"nsm-system/{Pod(world, "nsmgr")}/nsmd/previous"] = "panic: runtime error: invalid memory address or "
                + "nil pointer dereference\n";
        }),
        ["role damaged"] = new("ManagerRights", Failed, "nsmgr-acc", "networkserviceendpoints",
            world => world.Change(KnownTypes.ClusterRoles, "nsm-role", item => item["rules"] = new JsonArray())),
        ["role not bound"] = new("ManagerRights", Failed, "nsmgr-acc", "nodes",
            world => world.Remove(KnownTypes.ClusterRoleBindings, "nsm-role-binding")),
        ["account missing"] = new("ServiceAccounts", Failed, "icmp-responder-nse", "nse-acc",
            world => world.Remove(KnownTypes.ServiceAccounts, "nse-acc")),
        ["no webhook configuration"] = new("WebhookServes", Failed, "nsm-admission-webhook-cfg", "no configuration",
            world => world.Remove(KnownTypes.MutatingWebhookConfigurations, NsmNames.WebhookConfiguration)),
        ["no webhook service"] = new("WebhookServes", Failed, "nsm-admission-webhook-svc", "does not exist",
            world => world.Remove(KnownTypes.Services, NsmNames.WebhookService)),
        ["webhook pod not ready"] = new("WebhookServes", Failed, "nsm-admission-webhook-svc", "No pod", world =>
            world.Change(KnownTypes.Pods, NsmNames.WebhookDeployment, item => item.Ensure("status")["conditions"] = new JsonArray())),
        ["other authority"] = new("WebhookCertificate", Failed, "nsm-admission-webhook-cfg", "did not sign", world =>
        {
            var other = WebhookCertificate.Create("nsm-system", TimeProvider.System);
            ChangeWebhook(world, webhook => webhook.Ensure("clientConfig")["caBundle"] = other.CaBundle);
        }),
        ["no certificate"] = new("WebhookCertificate", Failed, "nsm-admission-webhook-cfg", "does not exist",
            world => world.Remove(KnownTypes.Secrets, NsmNames.WebhookSecret)),
        ["certificate of another service"] = new("WebhookCertificate", Failed, "nsm-admission-webhook-cfg", "not for",
            world => Certify(world, "elsewhere")),
        ["webhook serves the earlier certificate"] = new("WebhookCertificate", Failed, "Pod/nsm-system/nsm-admission-webhook",
            "earlier certificate",
            world => world.Change(KnownTypes.Pods, NsmNames.WebhookDeployment,
                item => item.Ensure("metadata", "annotations")[OwnNames.CertificateAnnotation] = "0123456789abcdef")),
        ["review version"] = new("WebhookReviewVersion", Failed, "nsm-admission-webhook-cfg", "v1beta1",
            world => ChangeWebhook(world, webhook => webhook["admissionReviewVersions"] = new JsonArray("v1"))),
        ["policy blocks itself"] = new("WebhookPolicy", Failed, "nsm-admission-webhook-cfg", "its own pod",
            world => ChangeWebhook(world, webhook =>
        {
            webhook["failurePolicy"] = "Fail";
            webhook.Remove("objectSelector");
            webhook.Remove("namespaceSelector");
        })),
        ["policy blocks others"] = new("WebhookPolicy", Warning, "nsm-admission-webhook-cfg", "outside the mesh",
            world => ChangeWebhook(world, webhook => webhook["failurePolicy"] = "Fail")),
        ["no injection"] = new("WebhookInjects", Failed, "", "came back", world => world.Mesh.Injects = false),
        ["webhook of v1"] = new("OtherWebhooks", Failed, "nsm-mutating-webhook", "v1", world => world.Put(
            """
            { "apiVersion": "admissionregistration.k8s.io/v1", "kind": "MutatingWebhookConfiguration",
              "metadata": { "name": "nsm-mutating-webhook" } }
            """)),
        ["no sockets any more"] = new("NodeSockets", Failed, "Node/n1", "any more", world => world.Change(KnownTypes.Nodes, "n1", item =>
        {
            item.Ensure("status", "capacity")[NsmNames.SocketResource] = "30";
            item.Ensure("status", "allocatable")[NsmNames.SocketResource] = "0";
        })),
        ["manager under another address"] = new("NodeManager", Failed, "Node/n1", "10.9.9.9:5001",
            world => world.Change(NsmTypes.Managers, "n1", item => item.Ensure("spec")["url"] = "10.9.9.9:5001")),
        ["manager not registered"] = new("NodeManager", Failed, "Node/n1", "has not registered",
            world => world.Remove(NsmTypes.Managers, "n1")),
        ["manager of a lost node"] = new("StaleManagers", Failed, "gone", "does not exist", world => world.Put(
            """
            { "apiVersion": "networkservicemesh.io/v1alpha1", "kind": "NetworkServiceManager", "metadata": { "name": "gone",
              "namespace": "default" }, "spec": { "url": "10.1.1.1:5001" } }
            """)),
        ["links left"] = new("LeftoverLinks", Failed, "Node/n2", "nsm0", world => world.Mesh.Leftovers[("n2", "nsm0")] = true),
        ["endpoint of a lost node"] = new("StaleEndpoints", Failed, "icmp-responderx", "node gone does not exist",
            world => Register(world, "icmp-responderx", "gone")),
        ["more endpoints than pods"] = new("StaleEndpoints", Failed, "icmp-responderx", "older than every pod", world =>
        {
            world.Clock.Shift = -TimeSpan.FromHours(1);
            Register(world, "icmp-responderx", "n1");
            world.Clock.Shift = TimeSpan.Zero;
        }),
        ["endpoint not registered"] = new("EndpointsRegistered", Failed, "Node/n", "0 of 1",
            world => world.Remove(NsmTypes.Endpoints, world.Mesh.Server.All(NsmTypes.Endpoints)[0].Name())),
        ["endpoint finds no node"] = new("EndpointPlacement", Failed, "icmp-responder-nse", "2 nodes can take", world =>
            Unschedulable(world, "icmp-responder-nse", "0/2 nodes are available: 2 node(s) didn't match pod anti-affinity rules.")),
        ["addresses nearly used up"] = new("AddressBlocks", Warning, "", "block 1 of the 1",
            world => world.Change(KnownTypes.Pods, "icmp-responder-nse",
            pod => pod.Items("spec", "containers").First().Items("env")
                .First(entry => entry.Text("name") == NsmNames.PrefixVariable)["value"] = "172.16.1.0/30")),
        ["client not injected"] = new("ClientsInjected", Failed, "Deployment/default/mine", "without NSM's containers",
            world => world.Put(Deployment("mine", "icmp-responder"))),
        ["blank in the annotation"] = new("ClientAnnotations", Failed, "Deployment/default/mine", "' other'",
            world => world.Put(Deployment("mine", "icmp-responder, other"))),
        ["long interface"] = new("ClientAnnotations", Failed, "Deployment/default/mine", "more than 15",
            world => world.Put(Deployment("mine", "icmp-responder/abcdefghijklmnop"))),
        ["annotation names nothing"] = new("ClientAnnotations", Failed, "Deployment/default/mine", "names no",
            world => world.Put(Deployment("mine", ""))),
        ["annotated stateful set"] = new("ClientAnnotations", Failed, "StatefulSet/default/mine", "Deployments and Pods only", world =>
            world.Put(Deployment("mine", "icmp-responder").Replace("\"Deployment\"", "\"StatefulSet\"", StringComparison.Ordinal))),
        ["own init containers lost"] = new("OwnInitContainers", Warning, "icmp-responder-nsc", "wait-for-db",
            world => world.Change(KnownTypes.Deployments, "icmp-responder-nsc",
                item => item.Ensure("metadata", "annotations")["kubectl.kubernetes.io/last-applied-configuration"] =
            """{ "spec": { "template": { "spec": { "initContainers": [ { "name": "wait-for-db" } ] } } } }""")),
        ["service without endpoints"] = new("ServiceHasEndpoint", Failed, "NetworkService/icmp-responder", "4 clients", world =>
        {
            foreach (var item in world.Mesh.Server.All(NsmTypes.Endpoints))
            {
                world.Remove(NsmTypes.Endpoints, item.Name());
            }
        }),
        ["client waits for its wire"] = new("ClientsStart", Failed, "icmp-responder-nsc",
            "no NetworkService with name: icmp-responder", world =>
        {
            world.Change(KnownTypes.Pods, "icmp-responder-nsc", pod =>
            {
                pod.Ensure("status")["phase"] = "Pending";
                pod.Ensure("status")["initContainerStatuses"] =
                    new JsonArray(JsonNode.Parse(Crash.Replace("{ \"ready\"", "{ \"name\": \"nsm-init-container\", \"ready\"",
                        StringComparison.Ordinal)));
            });
            world.Mesh.Server.Logs[$"nsm-system/{Pod(world, "icmp-responder-nsc")}/nsm-init-container/previous"] =
                "nsm client: Failed to connect rpc error: code = Unknown desc = NSM:(7.1.5) <nil>. Last NSE Error: rpc error: code = "
                    + "Unknown desc = no NetworkService with name: icmp-responder. Retry attempts: 0 Delaying: 5s\nnsm client: Unable to "
                    + "establish connection with network service\n";
        }),
        ["too few sockets"] = new("EnoughSockets", Failed, "icmp-responder-nsc", "allocatable: n1 30, n2 30",
            world => Unschedulable(world, "icmp-responder-nsc", "0/2 nodes are available: 2 Insufficient networkservicemesh.io/socket.")),
        ["no name server"] = new("ClientDns", Warning, "icmp-responder-nsc", "nsm-coredns",
            world => world.Status("icmp-responder-nsc", "nsm-coredns", Crash)),
        ["wire dead"] = new("WiresAlive", Failed, Client, "dead", world =>
        {
            world.Mesh.Wires = false;
            Only(world);
        }),
    };

    private const string Client = "icmp-responder-nsc";

    private static string Pod(CheckWorld world, string name) =>
        world.Mesh.Server.All(KnownTypes.Pods).First(pod => pod.Name().StartsWith(name, StringComparison.Ordinal)).Name();

    /// <summary>Leaves one client.</summary>
    private static void Only(CheckWorld world)
    {
        foreach (var pod in world.Mesh.Server.All(KnownTypes.Pods).Where(pod => pod.Name().StartsWith(Client, StringComparison.Ordinal))
            .Skip(1).ToArray())
        {
            world.Remove(KnownTypes.Pods, pod.Name());
        }
    }

    private static void Secure(JsonObject item)
    {
        foreach (var container in item.Items("spec", "template", "spec", "containers"))
        {
            container.Remove("env");
        }
    }

    private static void ChangeWebhook(CheckWorld world, Action<JsonObject> change) => world.Change(KnownTypes.MutatingWebhookConfigurations,
        NsmNames.WebhookConfiguration, item => change(item.Items("webhooks").First()));

    private static void Certify(CheckWorld world, string @namespace)
    {
        var other = WebhookCertificate.Create(@namespace, TimeProvider.System);
        world.Change(KnownTypes.Secrets, NsmNames.WebhookSecret, item => item["data"] = other.ToSecret("nsm-system")["data"]!.DeepClone());
    }

    private static void Register(CheckWorld world, string name, string node) => world.Put(
        $$"""
        { "apiVersion": "networkservicemesh.io/v1alpha1", "kind": "NetworkServiceEndpoint", "metadata": { "name": "{{name}}",
          "namespace": "default" }, "spec": { "networkservicename": "icmp-responder", "nsmname": "{{node}}" },
          "status": { "state": "RUNNING" } }
        """);

    private static void Unschedulable(CheckWorld world, string pod, string message) =>
        world.Change(KnownTypes.Pods, pod, item => item["status"] = new JsonObject
        {
            ["phase"] = "Pending",
            ["conditions"] = new JsonArray(new JsonObject { ["type"] = "PodScheduled", ["status"] = "False", ["message"] = message }),
        });

    private static string Deployment(string name, string annotation) =>
        $$"""
        { "apiVersion": "apps/v1", "kind": "Deployment", "metadata": { "name": "{{name}}", "namespace": "default",
          "annotations": { "ns.networkservicemesh.io": "{{annotation}}" } }, "spec": { "replicas": 0,
          "selector": { "matchLabels": { "app": "{{name}}" } }, "template": { "metadata": { "labels": { "app": "{{name}}" } },
          "spec": { "containers": [ { "name": "c", "image": "c" } ] } } } }
        """;
}
