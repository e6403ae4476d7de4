using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes;

/// <summary>
/// What is left out of lists of pods and nodes for readers that look at every pod of a cluster. With thousands of pods it is most of the
/// memory. Whoever compares, plans, changes or copies objects reads them whole.
/// </summary>
internal static class UnreadParts
{
    private static readonly string[] s_ofSpec =
    [
        "dnsConfig", "dnsPolicy", "enableServiceLinks", "imagePullSecrets", "nodeSelector", "preemptionPolicy", "priority",
        "restartPolicy", "schedulerName", "serviceAccount", "terminationGracePeriodSeconds", "tolerations", "topologySpreadConstraints",
    ];

    private static readonly string[] s_ofContainers =
    [
        "command", "imagePullPolicy", "lifecycle", "livenessProbe", "readinessProbe", "startupProbe", "stdin", "terminationMessagePath",
        "terminationMessagePolicy", "tty", "volumeDevices", "volumeMounts",
    ];

    private static readonly string[] s_ofStatuses =
    [
        "allocatedResources", "containerID", "image", "imageID", "resources", "started", "state.running.startedAt",
        "state.terminated.containerID", "state.terminated.finishedAt", "state.terminated.startedAt", "volumeMounts",
    ];

    private static readonly string[] s_common =
    [
        "metadata.generateName",
        .. new[] { "apiVersion", "blockOwnerDeletion", "controller", "uid" }.Select(name => $"metadata.ownerReferences.{name}"),
        .. s_ofSpec.Select(name => $"spec.{name}"),
        .. new[] { "containers", "initContainers" }.SelectMany(_ => s_ofContainers, (list, name) => $"spec.{list}.{name}"),
        .. new[] { "conditions.lastProbeTime", "conditions.lastTransitionTime", "hostIP", "hostIPs", "images", "podIPs", "qosClass",
            "startTime", "volumesAttached", "volumesInUse" }.Select(name => $"status.{name}"),
        .. new[] { "containerStatuses", "initContainerStatuses" }.SelectMany(_ => s_ofStatuses, (list, name) => $"status.{list}.{name}"),
    ];

    /// <summary>For one who asks where pods run, whether they are well, and which wires they ask for.</summary>
    public static PartFilter OfWires { get; } = PartFilter.Without(
    [
        "metadata.managedFields", "spec.affinity", "spec.securityContext", "spec.volumes",
        .. new[] { "containers", "initContainers" }.SelectMany(_ => new[] { "resources", "securityContext" },
            (list, name) => $"spec.{list}.{name}"),
        .. s_common,
    ]);

    /// <summary>For checks. Of the records of who wrote what they read those of init containers.</summary>
    public static PartFilter OfChecks { get; } = PartFilter.Without(
    [
        .. new[] { "apiVersion", "fieldsType", "manager", "operation", "subresource", "time", "fieldsV1.f:metadata", "fieldsV1.f:status" }
            .Select(name => $"metadata.managedFields.{name}"),
        .. new[] { "affinity", "containers", "securityContext", "volumes" }.Concat(s_ofSpec)
            .Select(name => $"metadata.managedFields.fieldsV1.f:spec.f:{name}"),
        .. s_common,
    ]);
}
