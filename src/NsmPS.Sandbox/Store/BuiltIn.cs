using System.Collections.Immutable;

namespace NsmPS.Sandbox.Store;

/// <summary>The kinds that every cluster has, as far as the sandbox serves them.</summary>
internal static class BuiltIn
{
    private const string Apps = "apps";
    private const string Rbac = "rbac.authorization.k8s.io";
    private const string Admission = "admissionregistration.k8s.io";

    public static readonly ResourceKind Pods = Core("pods", "Pod", hasStatus: true);
    public static readonly ResourceKind Nodes = new("", "v1", "nodes", "Node", Namespaced: false, HasStatus: true);
    public static readonly ResourceKind Namespaces = new("", "v1", "namespaces", "Namespace", Namespaced: false, HasStatus: true);
    public static readonly ResourceKind Deployments = new(Apps, "v1", "deployments", "Deployment", Namespaced: true, HasStatus: true);
    public static readonly ResourceKind ReplicaSets = new(Apps, "v1", "replicasets", "ReplicaSet", Namespaced: true, HasStatus: true);
    public static readonly ResourceKind DaemonSets = new(Apps, "v1", "daemonsets", "DaemonSet", Namespaced: true, HasStatus: true);
    public static readonly ResourceKind StatefulSets = new(Apps, "v1", "statefulsets", "StatefulSet", Namespaced: true, HasStatus: true);
    public static readonly ResourceKind Jobs = new("batch", "v1", "jobs", "Job", Namespaced: true, HasStatus: true);
    public static readonly ResourceKind Services = Core("services", "Service", hasStatus: true);
    public static readonly ResourceKind Endpoints = Core("endpoints", "Endpoints");
    public static readonly ResourceKind EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "EndpointSlice", Namespaced: true,
        HasStatus: false);
    public static readonly ResourceKind Secrets = Core("secrets", "Secret");
    public static readonly ResourceKind ConfigMaps = Core("configmaps", "ConfigMap");
    public static readonly ResourceKind ServiceAccounts = Core("serviceaccounts", "ServiceAccount");
    public static readonly ResourceKind ClusterRoles = new(Rbac, "v1", "clusterroles", "ClusterRole", Namespaced: false, HasStatus: false);
    public static readonly ResourceKind ClusterRoleBindings = new(Rbac, "v1", "clusterrolebindings", "ClusterRoleBinding",
        Namespaced: false, HasStatus: false);
    public static readonly ResourceKind Roles = new(Rbac, "v1", "roles", "Role", Namespaced: true, HasStatus: false);
    public static readonly ResourceKind RoleBindings = new(Rbac, "v1", "rolebindings", "RoleBinding", Namespaced: true, HasStatus: false);
    public static readonly ResourceKind CustomResourceDefinitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", Namespaced: false, HasStatus: true);
    public static readonly ResourceKind MutatingWebhookConfigurations =
        new(Admission, "v1", "mutatingwebhookconfigurations", "MutatingWebhookConfiguration", Namespaced: false, HasStatus: false);
    public static readonly ResourceKind ValidatingWebhookConfigurations =
        new(Admission, "v1", "validatingwebhookconfigurations", "ValidatingWebhookConfiguration", Namespaced: false, HasStatus: false);
    public static readonly ResourceKind ValidatingAdmissionPolicies =
        new(Admission, "v1", "validatingadmissionpolicies", "ValidatingAdmissionPolicy", Namespaced: false, HasStatus: true);
    public static readonly ResourceKind ValidatingAdmissionPolicyBindings = new(Admission, "v1", "validatingadmissionpolicybindings",
        "ValidatingAdmissionPolicyBinding", Namespaced: false, HasStatus: false);
    public static readonly ResourceKind MutatingAdmissionPolicies =
        new(Admission, "v1", "mutatingadmissionpolicies", "MutatingAdmissionPolicy", Namespaced: false, HasStatus: false);
    public static readonly ResourceKind MutatingAdmissionPolicyBindings = new(Admission, "v1", "mutatingadmissionpolicybindings",
        "MutatingAdmissionPolicyBinding", Namespaced: false, HasStatus: false);
    public static readonly ResourceKind Leases = new("coordination.k8s.io", "v1", "leases", "Lease", Namespaced: true, HasStatus: false);
    public static readonly ResourceKind Events = Core("events", "Event");
    public static readonly ResourceKind PersistentVolumeClaims = Core("persistentvolumeclaims", "PersistentVolumeClaim", hasStatus: true);

    public static readonly ResourceKind ResourceQuotas = Core("resourcequotas", "ResourceQuota", hasStatus: true);
    public static readonly ResourceKind LimitRanges = Core("limitranges", "LimitRange");

    public static readonly ImmutableArray<ResourceKind> All =
    [
        Pods, Nodes, Namespaces, Services, Endpoints, Secrets, ConfigMaps, ServiceAccounts, Events, PersistentVolumeClaims,
        ResourceQuotas, LimitRanges, ValidatingAdmissionPolicies, ValidatingAdmissionPolicyBindings,
        MutatingAdmissionPolicies, MutatingAdmissionPolicyBindings,
        Deployments, ReplicaSets, DaemonSets, StatefulSets, Jobs, EndpointSlices, ClusterRoles, ClusterRoleBindings, Roles, RoleBindings,
        CustomResourceDefinitions, MutatingWebhookConfigurations, ValidatingWebhookConfigurations, Leases,
    ];

    /// <summary>Kinds whose replicas the scale subresource sets.</summary>
    public static readonly ImmutableArray<ResourceKind> Scalable = [Deployments, ReplicaSets, StatefulSets];

    private static ResourceKind Core(string plural, string kind, bool hasStatus = false) =>
        new("", "v1", plural, kind, Namespaced: true, hasStatus);
}
