namespace NsmPS.E2E.World;

/// <summary>Something that somebody changed by hand, and how the comparison names it.</summary>
internal sealed record HandMadeEdit(string Drift, params string[] Arguments);

/// <summary>Eleven kinds of changes by hand to a mesh on the forwarding plane of the kernel: fields of workloads, access, definitions, the
/// webhook, and objects that are gone.</summary>
internal static class HandMade
{
    private const string Namespace = "--namespace=nsm-system";
    private const string Webhook = "admission-webhook.networkservicemesh.io";

    public static IReadOnlyList<HandMadeEdit> Edits { get; } =
    [
        new("Changed DaemonSet/nsm-kernel-forwarder spec.template.spec.containers[kernel-forwarder].imagePullPolicy",
            "patch", "daemonset/nsm-kernel-forwarder", Namespace, "-p",
            """{"spec":{"template":{"spec":{"containers":[{"name":"kernel-forwarder","imagePullPolicy":"Never"}]}}}}"""),
        new("Changed Deployment/nsm-admission-webhook spec.replicas", "scale", "deployment/nsm-admission-webhook", Namespace,
            "--replicas=2"),
        new("Changed DaemonSet/nsmgr spec.updateStrategy.rollingUpdate.maxUnavailable",
            "patch", "daemonset/nsmgr", Namespace, "-p", """{"spec":{"updateStrategy":{"rollingUpdate":{"maxUnavailable":1}}}}"""),
        new("Missing Service/nsm-admission-webhook-svc metadata.labels.app", "label", "service/nsm-admission-webhook-svc",
            Namespace, "app-"),
        new("Changed Service/nsm-admission-webhook-svc spec.ports[https].targetPort",
            "patch", "service/nsm-admission-webhook-svc", Namespace, "--type=json", "-p",
            """[{"op":"replace","path":"/spec/ports/0/targetPort","value":8443}]"""),
        new("Changed Service/nsm-admission-webhook-svc spec.ports[https].port",
            "patch", "service/nsm-admission-webhook-svc", Namespace, "--type=json", "-p",
            """[{"op":"replace","path":"/spec/ports/0/port","value":8443}]"""),
        new("Changed ClusterRole/nsm-role rules",
            "patch", "clusterrole/nsm-role", "--type=json", "-p",
            """[{"op":"add","path":"/rules/-","value":{"apiGroups":[""],"resources":["secrets"],"verbs":["get"]}}]"""),
        new("Changed ClusterRoleBinding/nsm-role-binding subjects[nsmgr-acc].namespace",
            "patch", "clusterrolebinding/nsm-role-binding", "--type=json", "-p",
            """[{"op":"replace","path":"/subjects/0/namespace","value":"default"}]"""),
        new("Changed CustomResourceDefinition/networkserviceendpoints.networkservicemesh.io spec.names.shortNames",
            "patch", "customresourcedefinition/networkserviceendpoints.networkservicemesh.io", "--type=json", "-p",
            """[{"op":"remove","path":"/spec/names/shortNames/1"}]"""),
        new($"Changed MutatingWebhookConfiguration/nsm-admission-webhook-cfg webhooks[{Webhook}].failurePolicy",
            "patch", "mutatingwebhookconfiguration/nsm-admission-webhook-cfg", "-p",
            $$"""{"webhooks":[{"name":"{{Webhook}}","failurePolicy":"Fail"}]}"""),
        new("ObjectMissing ServiceAccount/nse-acc", "delete", "serviceaccount/nse-acc", Namespace),
    ];
}
