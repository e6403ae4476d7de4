using System.Collections.Frozen;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>The namespace, prefix and suffix of a kustomization.</summary>
internal static class NameRules
{
    private static readonly FrozenSet<string> s_withoutNamespace = new[]
    {
        "APIService", "CSIDriver", "CSINode", "CertificateSigningRequest", "ClusterRole", "ClusterRoleBinding", "ClusterTrustBundle",
        "ComponentStatus", "CustomResourceDefinition", "FlowSchema", "IngressClass", "MutatingAdmissionPolicy",
        "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration", "Namespace", "Node", "PersistentVolume", "PodSecurityPolicy",
        "PriorityClass", "PriorityLevelConfiguration", "RuntimeClass", "SelfSubjectReview", "StorageClass", "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding", "ValidatingWebhookConfiguration", "VolumeAttachment",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] s_fixedNames = ["Namespace", "CustomResourceDefinition", "APIService"];

    public static void Apply(Kustomization it, IReadOnlyList<Piece> pieces)
    {
        if (it.Text(KustomizationFields.Namespace) is { Length: > 0 } home)
        {
            foreach (var piece in pieces)
            {
                Place(piece, home);
            }
        }

        var (prefix, suffix) = (it.Text(KustomizationFields.NamePrefix) ?? "", it.Text(KustomizationFields.NameSuffix) ?? "");
        if (prefix.Length + suffix.Length > 0)
        {
            foreach (var piece in pieces.Where(piece => !s_fixedNames.Contains(piece.Kind)))
            {
                piece.Rename(prefix, suffix);
            }
        }
    }

    private static void Place(Piece piece, string home)
    {
        if (piece.Kind == KnownTypes.Namespaces.Kind)
        {
            piece.Rename(home);
        }
        else if (!s_withoutNamespace.Contains(piece.Kind))
        {
            piece.Move(home);
        }

        foreach (var subject in piece.Item.Items("subjects")
            .Where(subject => subject.Text("kind") == KnownTypes.ServiceAccounts.Kind && subject.Text("name") == "default"))
        {
            subject["namespace"] = home;
        }
    }
}
