using NsmPS.Kubernetes.Admission;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Core.Tests.Kubernetes.Admission;

/// <summary>The texts are those of Kubernetes 1.20 to 1.36, OpenShift, Gatekeeper, Kyverno and clouds.</summary>
public sealed class AdmissionRefusalsTests
{
    [Theory]
    [InlineData("pods \"p\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2")]
    [InlineData("pods \"p\" is forbidden: failed quota: q: must specify limits.cpu for: c; limits.memory for: c")]
    [InlineData("pods \"p\" is forbidden: status unknown for quota: q, resources: pods")]
    [InlineData("pods \"p\" is forbidden: insufficient quota to match these scopes: [{PriorityClass In [system-node-critical]}]")]
    [InlineData("pods \"p\" is forbidden: maximum cpu usage per Container is 100m, but limit is 200m")]
    [InlineData("pods \"p\" is forbidden: [minimum memory usage per Pod is 1Gi, but request is 8388608, cpu max limit to request ratio "
        + "per Container is 2, but provided ratio is 10.000000]")]
    [InlineData("pods \"p\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"c\")")]
    [InlineData("pods \"p\" is forbidden: no PriorityClass with name nsm-critical was found")]
    [InlineData("pods \"p\" is forbidden: pod rejected: RuntimeClass \"kata\" not found")]
    [InlineData("pods \"p\" is forbidden: error looking up service account nsm-system/nsc-acc: serviceaccount \"nsc-acc\" not found")]
    [InlineData("pods \"p\" is forbidden: unable to validate against any security context constraint: [provider \"anyuid\": Forbidden: "
        + "not usable by user or serviceaccount]")]
    [InlineData("pods \"p\" is forbidden: PodSecurityPolicy: unable to admit pod: [spec.securityContext.hostNetwork: Invalid value: true]")]
    [InlineData("pods \"p\" is forbidden: pod node label selector conflicts with its namespace node label selector")]
    [InlineData("pods \"p\" is forbidden: image policy webhook backend denied one or more images: not signed")]
    [InlineData("namespaces \"kube-system\" is forbidden: this namespace may not be deleted")]
    [InlineData("deployments.apps \"d\" is forbidden: ValidatingAdmissionPolicy 'replicas' with binding 'all' denied request: too many")]
    [InlineData("pods \"p\" is forbidden: policy 'sidecar' with binding 'all' denied request: failed to configure binding: no "
        + "params found")]
    [InlineData("pods \"p\" is forbidden: policy 'sidecar' with binding 'all' denied request: no such key: metadata")]
    [InlineData("admission webhook \"validation.gatekeeper.sh\" denied the request: [must-have-owner] you must provide labels: "
        + "{\"owner\"}")]
    [InlineData("admission webhook \"validate.kyverno.svc-fail\" denied the request: resource Pod/x/y was blocked due to: user \"jane\"")]
    [InlineData("admission webhook \"w\" denied the request: User \"jane\" cannot create pods in this namespace")]
    [InlineData("admission webhook \"w\" denied the request without explanation")]
    [InlineData("unable to create new content in namespace x because it is being terminated", "NamespaceTerminating")]
    public void Is_AdmissionRefused_NoRoleHelps(string message, string cause = "") => Assert.True(Is(message, cause));

    [Theory]
    [InlineData("pods is forbidden: User \"jane\" cannot list resource \"pods\" in API group \"\" in the namespace \"x\"")]
    [InlineData("pods \"p\" is forbidden: User \"system:serviceaccount:a:b\" cannot get resource \"pods\" in API group \"\" in "
        + "the namespace "
        + "\"x\": RBAC: role.rbac.authorization.k8s.io \"r\" not found")]
    [InlineData("pods \"p\" is forbidden: User \"o'neil\" cannot create resource \"pods/exec\" in API group \"\": denied by quota team")]
    [InlineData("forbidden: User \"system:anonymous\" cannot get path \"/version\"")]
    [InlineData("clusterroles.rbac.authorization.k8s.io \"x\" is forbidden: user \"jane\" (groups=[\"system:authenticated\"]) "
        + "is attempting to "
        + "grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"list\"]}")]
    [InlineData("users \"kim\" is forbidden: User \"jane\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope")]
    [InlineData("pods \"p\" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set "
        + "finalizers on")]
    [InlineData("nodes \"n2\" is forbidden: node \"n1\" is not allowed to modify node \"n2\"")]
    [InlineData("pods \"p\" is forbidden: User \"jane@corp.example\" cannot get resource \"pods\" in API group \"\": requires one of "
        + "[\"container.pods.get\"] permission(s).")]
    [InlineData("Forbidden")]
    [InlineData("")]
    [InlineData("the gateway does not let you in")]
    public void Is_RightIsMissing_IsNot(string message) => Assert.False(Is(message, ""));

    [Fact]
    public void Is_NoStatus_IsNot() => Assert.False(AdmissionRefusals.Is(null));

    private static bool Is(string message, string cause) => AdmissionRefusals.Is(new ApiStatus(403, "Failure", "Forbidden", message,
        cause.Length > 0 ? [new ApiStatusCause(cause, "", "metadata.namespace")] : []));
}
