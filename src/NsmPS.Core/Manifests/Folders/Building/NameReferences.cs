using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Manifests.Folders.Building;

/// <summary>Corrects what names an object that got another name.</summary>
internal static class NameReferences
{
    public static void Correct(IReadOnlyList<Piece> pieces)
    {
        foreach (var piece in pieces)
        {
            foreach (var (holder, field, kind) in Of(piece.Item).ToArray())
            {
                if (holder.Text(field) is { } name && Find(pieces, piece, kind, name, holder) is { } meant)
                {
                    holder[field] = meant.Item.Name();
                    var isSubject = kind == KnownTypes.ServiceAccounts.Kind && field == "name";
                    if ((isSubject || holder["namespace"] is not null) && meant.Item.Namespace() is { } home)
                    {
                        holder["namespace"] = home;
                    }
                }
            }
        }
    }

    /// <summary>The one that is meant: of several the one that the same part of the tree made, or of the same namespace.</summary>
    private static Piece? Find(IReadOnlyList<Piece> pieces, Piece by, string kind, string name, JsonObject holder)
    {
        Piece[] called = [.. pieces.Where(piece => piece.Kind == kind && piece.IsCalled(name)
            && (holder.Text("namespace") is not { } home || piece.IsIn(home)))];
        return called.Length < 2 ? called.FirstOrDefault()
            : called.FirstOrDefault(piece => piece.Affixes.SequenceEqual(by.Affixes) && piece.Item.Namespace() == by.Item.Namespace())
            ?? called.FirstOrDefault(piece => piece.Item.Namespace() == by.Item.Namespace()) ?? called[0];
    }

    private static IEnumerable<(JsonObject Holder, string Field, string Kind)> Of(JsonObject item) =>
    [
        .. PodSpecs.Template(item) is { } pod ? OfPod(pod) : [],
        .. item.Items("subjects").Where(subject => subject.Text("kind") == "ServiceAccount")
            .Select(subject => (subject, "name", "ServiceAccount")),
        .. One(item, ["roleRef"], "name", item.Text("roleRef", "kind") ?? ""),
        .. item.Kind() == "ServiceAccount"
            ? item.Items("secrets").Concat(item.Items("imagePullSecrets")).Select(secret => (secret, "name", "Secret"))
            : [],
        .. item.Kind() == "StatefulSet" ? One(item, ["spec"], "serviceName", "Service") : [],
        .. item.Kind() == "HorizontalPodAutoscaler"
            ? One(item, ["spec", "scaleTargetRef"], "name", item.Text("spec", "scaleTargetRef", "kind") ?? "") : [],
        .. item.Items("webhooks").SelectMany(webhook => One(webhook, ["clientConfig", "service"], "name", "Service")),
        .. item.Kind() == "APIService" ? One(item, ["spec", "service"], "name", "Service") : [],
        .. item.Kind() == "Ingress" ? OfIngress(item) : [],
    ];

    private static IEnumerable<(JsonObject, string, string)> OfPod(JsonObject pod) =>
    [
        .. One(pod, ["spec"], "serviceAccountName", "ServiceAccount"),
        .. One(pod, ["spec"], "serviceAccount", "ServiceAccount"),
        .. pod.Items("spec", "imagePullSecrets").Select(secret => (secret, "name", "Secret")),
        .. pod.Items("spec", "volumes").SelectMany(volume => (IEnumerable<(JsonObject, string, string)>)[
            .. One(volume, ["configMap"], "name", "ConfigMap"),
            .. One(volume, ["secret"], "secretName", "Secret"),
            .. One(volume, ["persistentVolumeClaim"], "claimName", "PersistentVolumeClaim"),
            .. volume.Items("projected", "sources").SelectMany(source =>
                One(source, ["configMap"], "name", "ConfigMap").Concat(One(source, ["secret"], "name", "Secret"))),
        ]),
        .. PodSpecs.Containers(pod).SelectMany(container => container.Items("env")).SelectMany(variable =>
            One(variable, ["valueFrom", "configMapKeyRef"], "name", "ConfigMap")
                .Concat(One(variable, ["valueFrom", "secretKeyRef"], "name", "Secret"))),
        .. PodSpecs.Containers(pod).SelectMany(container => container.Items("envFrom")).SelectMany(source =>
            One(source, ["configMapRef"], "name", "ConfigMap").Concat(One(source, ["secretRef"], "name", "Secret"))),
    ];

    private static IEnumerable<(JsonObject, string, string)> OfIngress(JsonObject item) =>
    [
        .. One(item, ["spec", "defaultBackend", "service"], "name", "Service"),
        .. item.Items("spec", "rules").SelectMany(rule => rule.Items("http", "paths"))
            .SelectMany(path => One(path, ["backend", "service"], "name", "Service")),
        .. item.Items("spec", "tls").Select(tls => (tls, "secretName", "Secret")),
    ];

    private static IEnumerable<(JsonObject Holder, string Field, string Kind)> One(JsonObject item, string[] path, string field,
        string kind) => item.At(path) is JsonObject holder && holder[field] is not null ? [(holder, field, kind)] : [];
}
