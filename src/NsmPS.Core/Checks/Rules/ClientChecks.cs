using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Reading;
using NsmPS.Nsm.Generations;
using NsmPS.Nsm.Injection;
using NsmPS.Nsm.Names;

namespace NsmPS.Checks.Rules;

/// <summary>Workloads that ask for a wire.</summary>
internal static class ClientChecks
{
    private const string AppliedAnnotation = "kubectl.kubernetes.io/last-applied-configuration";
    private const string LinkExists = "file exists";
    private const string Insufficient = "Insufficient " + NsmNames.SocketResource;

    private static readonly ResourceType[] s_registrations =
        [.. Generation.All.SelectMany(generation => (ResourceType[])[generation.NetworkServices, generation.Endpoints])];

    /// <summary>The mechanisms that NSM v1 knows.</summary>
    private static readonly string[] s_mechanisms = ["kernel", "memif", "vfio"];

    public static IReadOnlyList<Check> All { get; } =
    [
        new("ClientsInjected", NsmCheckCategory.Clients, "Every workload that asks for a wire was injected.", Injected)
        {
            Needs = [KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets, KnownTypes.Pods, KnownTypes.Namespaces,
                KnownTypes.MutatingWebhookConfigurations],
        },
        new("ClientAnnotations", NsmCheckCategory.Clients, "Every injection annotation can be understood.", Annotations)
        { Needs = [KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets, KnownTypes.Pods] },
        new("OwnInitContainers", NsmCheckCategory.Clients, "No client lost init containers of its own.", LostInitContainers)
        { Only = Generation.V02, Needs = [KnownTypes.Deployments, KnownTypes.Pods] },
        new("ServiceHasEndpoint", NsmCheckCategory.Clients, "Every network service that clients ask for has an endpoint.",
            ServiceHasEndpoint) { Needs = [KnownTypes.Pods, .. s_registrations] },
        new("ClientsStart", NsmCheckCategory.Clients, "No client waits for its wire.", Start)
        { Needs = [KnownTypes.Pods], Probes = CheckProbes.Logs },
        new("EnoughSockets", NsmCheckCategory.Clients, "No pod waits for sockets of NSM.", EnoughSockets)
        { Only = Generation.V02, Needs = [KnownTypes.Pods, KnownTypes.Nodes] },
        new("ClientDns", NsmCheckCategory.Clients, "Every client has its name server.", Dns)
        { Only = Generation.V02, Needs = [KnownTypes.Pods] },
    ];

    private static IEnumerable<Finding> Injected(CheckFacts facts)
    {
        // NSM v0.2 looks at Deployments and pods only, which another check says.
        ResourceType[] types = facts.Generation.UsesSpire
            ? [KnownTypes.Deployments, KnownTypes.DaemonSets, KnownTypes.StatefulSets, KnownTypes.Pods]
            : [KnownTypes.Deployments, KnownTypes.Pods];
        foreach (var item in types.SelectMany(facts.Of)
            .Where(item => IsWanted(item, facts.Generation) && !InjectionRules.IsDone(item) && !item.IsTerminating()))
        {
            yield return IsLeftAlone(item, facts)
                ? Finding.Fail(item.Key().ToString(), $"It asks for a wire in namespace {item.Namespace()}, which NSM's webhook leaves "
                    + "alone, so it gets none.", "Create it in another namespace.", "namespaceSelector of the webhook")
                : facts.Generation.UsesSpire && item.At("spec", "template", "metadata", "annotations") is JsonObject { Count: > 0 } others
                ? Finding.Fail(item.Key().ToString(), "Its pod template has annotations, so NSM's webhook takes no notice of the one of "
                    + $"the {item.Kind()}, and its pods run without a wire.",
                    $"Put {facts.Generation.InjectionAnnotation} into the pod template instead.",
                    string.Join(", ", others.Select(entry => entry.Key)))
                : Finding.Fail(item.Key().ToString(), "It asks for a wire and was created without NSM's containers: the webhook did not "
                    + "answer then. Its pods run, without a wire.", Hints.Recreate);
        }
    }

    private static bool IsWanted(JsonObject item, Generation generation) =>
        item.At("metadata", "annotations", generation.InjectionAnnotation) is not null;

    /// <summary>Whether the webhook's selector leaves an object's namespace out.</summary>
    private static bool IsLeftAlone(JsonObject item, CheckFacts facts) => facts.WebhookConfiguration is { } configuration
        && facts.Of(KnownTypes.Namespaces).FirstOrDefault(space => space.Name() == item.Namespace()) is { } home
        && !configuration.Items("webhooks")
            .Any(webhook => LabelSelector.MatchesOrMissing(webhook["namespaceSelector"], home.At("metadata", "labels")));

    private static IEnumerable<Finding> Annotations(CheckFacts facts)
    {
        foreach (var item in facts.Of(KnownTypes.Deployments)
            .Concat(facts.Of(KnownTypes.Pods).Where(pod => PodRules.IsLiving(pod) && !pod.Items("metadata", "ownerReferences").Any())))
        {
            var annotation = Annotation(item, facts, "metadata") ?? Annotation(item, facts, "spec", "template", "metadata");
            foreach (var problem in Problems(annotation, facts.Generation))
            {
                yield return Finding.Fail(item.Key().ToString(), problem,
                    "Correct the annotation, then delete the object and create it again.", annotation ?? "");
            }
        }

        foreach (var item in facts.Of(KnownTypes.StatefulSets).Concat(facts.Of(KnownTypes.DaemonSets)))
        {
            if (!facts.Generation.UsesSpire && Annotation(item, facts, "metadata") is { } annotation
                && Annotation(item, facts, "spec", "template", "metadata") is null)
            {
                yield return Finding.Fail(item.Key().ToString(), "NSM reads the annotation of Deployments and Pods only, so this "
                    + $"{item.Kind()} is not injected.", "Put the annotation into the pod template.", annotation);
            }
        }
    }

    private static string? Annotation(JsonObject item, CheckFacts facts, params ReadOnlySpan<string> path) =>
        item.At(path).Text("annotations", facts.Generation.InjectionAnnotation);

    private static IEnumerable<string> Problems(string? annotation, Generation generation)
    {
        if (annotation is null)
        {
            yield break;
        }

        if (generation.UsesSpire && annotation.Split(',')
            .FirstOrDefault(entry => !s_mechanisms.Any(mechanism => entry.StartsWith($"{mechanism}://", StringComparison.Ordinal)))
            is { } entry)
        {
            yield return $"'{entry}' does not begin with a mechanism: "
                + $"{string.Join(", ", s_mechanisms.Select(mechanism => $"{mechanism}://"))}.";
        }

        foreach (var request in WireRequest.Parse(annotation, generation))
        {
            if (request.NetworkService.Length == 0)
            {
                yield return "The annotation names no network service.";
            }
            else if (request.NetworkService.Any(char.IsWhiteSpace))
            {
                yield return $"A blank is part of the service's name '{request.NetworkService}', and no service is called so: no wire "
                    + "ever comes.";
            }

            if (request.Interface.Length > WireRequest.LongestInterface)
            {
                yield return $"The interface '{request.Interface}' has more than {WireRequest.LongestInterface} characters.";
            }
        }
    }

    private static IEnumerable<Finding> LostInitContainers(CheckFacts facts)
    {
        foreach (var item in facts.Of(KnownTypes.Deployments).Concat(facts.ClientPods).Where(InjectionRules.IsDone))
        {
            var there = Spec(item).Items("initContainers").Select(container => container.Text("name")).ToHashSet();
            string[] lost = [.. Wanted(item).Where(name => !there.Contains(name)).Distinct()];
            if (lost.Length > 0)
            {
                yield return Finding.Warn(item.Key().ToString(), "NSM's webhook took away its own init containers: "
                    + $"{string.Join(", ", lost)}.", "Do their work in an ordinary container, or put it behind the wire's start.");
            }
        }
    }

    private static JsonNode? Spec(JsonObject item) => item.At("spec", "template", "spec") ?? item.At("spec");

    /// <summary>The init containers that somebody has written, as the records of who wrote what still tell.</summary>
    private static IEnumerable<string> Wanted(JsonObject item)
    {
        var managed = item.Items("metadata", "managedFields").Select(entry => entry.At("fieldsV1", "f:spec"))
            .SelectMany(fields => (fields.At("f:template", "f:spec", "f:initContainers") ?? fields.At("f:initContainers")) as JsonObject
                ?? [])
            .Select(field => NameIn(field.Key)).OfType<string>();
        var applied = JsonReader.TryReadObject(item.Text("metadata", "annotations", AppliedAnnotation)) is { } text
            ? Spec(text).Items("initContainers").Select(container => container.Text("name")).OfType<string>() : [];
        return managed.Concat(applied);
    }

    /// <summary>The name in a key such as <c>k:{"name":"wait"}</c>.</summary>
    private static string? NameIn(string key) =>
        key.StartsWith("k:", StringComparison.Ordinal) ? JsonReader.TryReadObject(key[2..]).Text("name") : null;

    private static IEnumerable<Finding> ServiceHasEndpoint(CheckFacts facts)
    {
        foreach (var service in facts.ClientPods.SelectMany(PodParts.WantedServices, (pod, service) => (pod, service))
            .GroupBy(entry => entry.service, entry => entry.pod))
        {
            if (facts.Generation.UsesSpire && facts.Of(facts.Generation.NetworkServices).All(item => item.Name() != service.Key))
            {
                yield return Finding.Fail($"NetworkService/{service.Key}", $"There is no such network service, and {service.Count()} "
                    + "clients ask for it.", "Create the NetworkService, or correct the service's name in the annotation.",
                    string.Join(", ", service.Select(pod => pod.Key().ToString()).Order(StringComparer.Ordinal)));
            }
            else if (!facts.Of(facts.Generation.Endpoints)
                .Any(item => facts.Generation.UsesSpire
                    ? RegistrationRules.Counts(item, service.Key, facts.Now)
                    : EndpointRules.Registered([item], service.Key).Any()))
            {
                yield return Finding.Fail($"NetworkService/{service.Key}", "No endpoint of the service is registered, and "
                    + $"{service.Count()} clients ask for it.",
                    "Create its endpoints first, or correct the service's name in the annotation.",
                    string.Join(", ", service.Select(pod => pod.Key().ToString()).Order(StringComparer.Ordinal)));
            }
        }
    }

    /// <summary>Whether a client never gets its wire because a link is in its way: one that is left on a node, or its own of an earlier
    /// try.</summary>
    public static bool IsStuck(JsonObject pod, CheckFacts facts) => IsWaiting(pod)
        && facts.LogOf(pod, facts.Generation.InitContainer).Contains(LinkExists, StringComparison.Ordinal);

    /// <summary>Whether a client has a node, and does not run yet.</summary>
    public static bool IsWaiting(JsonObject pod) => pod.Text("status", "phase") == "Pending" && pod.NodeName() is not null;

    private static IEnumerable<Finding> Start(CheckFacts facts)
    {
        foreach (var pod in facts.ClientPods.Where(pod => InjectionRules.IsDone(pod) && IsWaiting(pod)))
        {
            var log = facts.LogOf(pod, facts.Generation.InitContainer);
            var health = PodRules.Evaluate(pod);
            yield return Finding.Fail(pod.Key().ToString(), $"The client waits for its wire: {Cause(log) ?? health.Reason}.",
                IsStuck(pod, facts)
                    ? Hints.Repair
                    : "Fix the cause; deleting the pod afterwards is quicker than its next try.", log);
        }
    }

    /// <summary>What NSM says at the end of a failed attempt.</summary>
    private static string? Cause(string log)
    {
        const string Start = "desc = ";
        var line = log.Split('\n').LastOrDefault(line => line.Contains(Start, StringComparison.Ordinal));
        var cause = line?[(line.LastIndexOf(Start, StringComparison.Ordinal) + Start.Length)..].Split(". Retry", 2)[0].Trim();
        return cause is { Length: > 0 } ? cause : log.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
    }

    private static IEnumerable<Finding> EnoughSockets(CheckFacts facts)
    {
        foreach (var pod in facts.Of(KnownTypes.Pods)
            .Where(pod => (pod.Condition("PodScheduled").Text("message") ?? "").Contains(Insufficient, StringComparison.Ordinal)
                && pod.Condition("PodScheduled").Text("status") == "False"))
        {
            var offers = facts.Of(KnownTypes.Nodes)
                .Select(node => $"{node.Name()} {node.Number("status", "allocatable", NsmNames.SocketResource)}");
            yield return Finding.Fail(pod.Key().ToString(),
                $"The pod cannot be scheduled: no node has enough {NsmNames.SocketResource} for it.",
                "A client takes three, and a manager adds more only half a minute after they are used. Where a node offers none, "
                    + "Repair-NsmMesh restarts its manager.",
                    $"{pod.Condition("PodScheduled").Text("message")}\nallocatable: {string.Join(", ", offers)}");
        }
    }

    private static IEnumerable<Finding> Dns(CheckFacts facts)
    {
        foreach (var pod in facts.ClientPods.Where(pod => pod.Text("status", "phase") == "Running"))
        {
            if (pod.Items("status", "containerStatuses")
                .FirstOrDefault(status => status.Text("name") == NsmNames.DnsContainer) is { } status && status.Text("ready") != "true")
            {
                yield return Finding.Warn(pod.Key().ToString(), $"Container {NsmNames.DnsContainer} does not run, which is the client's "
                    + "only name server.", "Delete the pod.", PodRules.Evaluate(pod).Reason);
            }
        }
    }
}
