using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Nsm.V1;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Controllers;

namespace NsmPS.Sandbox.Nsm.Injection;

/// <summary>
/// NSM's admission webhook, as the API server meets it: asked only where an installed configuration says so, and working only while its pod
/// is ready and its certificate is the one that the configuration trusts.
/// </summary>
internal sealed class Injector(IObjectStore store, FaultBox faults, SpireState spire)
{
    private const string OldReview = "v1beta1";
    private const string Review = "v1";
    private static readonly string[] s_spared = ["kube-system", "kube-public"];

    /// <summary>The pod that served each webhook's service last. It most likely does so still, and all pods need not be searched.</summary>
    private readonly ConcurrentDictionary<string, string> _served = new(StringComparer.Ordinal);

    /// <summary>Changes an object that is about to be created, in place.</summary>
    /// <exception cref="ApiException">The webhook denies it, or cannot be asked and must be.</exception>
    public void Admit(ResourceKind kind, JsonObject item)
    {
        if (!kind.Namespaced || kind == BuiltIn.Events)
        {
            return;
        }

        foreach (var webhook in store.List(BuiltIn.MutatingWebhookConfigurations)
            .SelectMany(configuration => configuration.Items("webhooks")))
        {
            if (WebhookRules.Covers(webhook, kind, item, store.Get(BuiltIn.Namespaces, null, item.Space())))
            {
                Call(webhook, kind, item);
            }
        }
    }

    private void Call(JsonObject webhook, ResourceKind kind, JsonObject item)
    {
        if (Failure(webhook, out var pod) is { } failure)
        {
            if (webhook.Text("failurePolicy") == "Ignore")
            {
                return;
            }

            throw new ApiException(500, "InternalError",
                $"Internal error occurred: failed calling webhook \"{webhook.Text("name")}\": {failure}");
        }

        if (!faults.Has(NsmSandboxFaultKind.NoInjection))
        {
            Inject(webhook, kind, item, pod!);
        }
    }

    /// <summary>Why the API server gets no answer it understands; null when it gets one, from <paramref name="pod"/>.</summary>
    private string? Failure(JsonObject webhook, out JsonObject? pod)
    {
        pod = null;
        var service = webhook.At("clientConfig", "service") as JsonObject ?? [];
        var (name, space) = (service.Text("name") ?? "", service.Text("namespace") ?? "");
        var host = $"{name}.{space}.svc";
        var call =
            $"Post \"https://{host}:{service.Text("port") ?? "443"}{service.Text("path")}"
            + $"?timeout={webhook.Text("timeoutSeconds") ?? "10"}s\"";
        if (store.Get(BuiltIn.Services, space, name) is not { } target)
        {
            return $"{call}: service \"{name}\" not found";
        }

        pod = ServerOf(target);
        if (pod is null)
        {
            return $"{call}: dial tcp {target.Text("spec", "clusterIP")}:443: connect: connection refused";
        }

        if (V1Components.IsWebhook(pod))
        {
            return webhook.Text("clientConfig", "caBundle") != spire.Bundle ? $"{call}: x509: certificate signed by unknown authority"
                : !Accepts(webhook, Review) ? $"expected webhook response of admission.k8s.io/{OldReview}, got {Review}"
                : null;
        }

        var secret = pod.Items("spec", "volumes").Select(volume => volume.Text("secret", "secretName")).OfType<string>()
            .Select(secretName => store.Get(BuiltIn.Secrets, space, secretName)).FirstOrDefault();
        return !WebhookRules.IsTrusted(webhook.Text("clientConfig", "caBundle"), secret, host, store.Wall.GetUtcNow())
            ? $"{call}: x509: certificate signed by unknown authority"
            : !Accepts(webhook, OldReview)
                ? "expected webhook response of admission.k8s.io/v1, Kind=AdmissionReview, got /, Kind="
            : null;
    }

    private JsonObject? ServerOf(JsonObject service)
    {
        var key = service.Uid()!;
        if (_served.TryGetValue(key, out var uid) && store.Find(BuiltIn.Pods, uid) is { } last && Serves(last))
        {
            return last;
        }

        var pod = store.List(BuiltIn.Pods, service.Space()).FirstOrDefault(Serves);
        if (pod is not null)
        {
            _served[key] = pod.Uid()!;
        }

        return pod;

        bool Serves(JsonObject candidate) => (Components.IsWebhook(candidate) || V1Components.IsWebhook(candidate))
            && LabelSelector.Selects(service.At("spec", "selector") as JsonObject, candidate) && PodSets.IsReady(candidate);
    }

    private static bool Accepts(JsonObject webhook, string version) =>
        (webhook["admissionReviewVersions"] as JsonArray ?? []).Any(entry => entry.Text() == version);

    private void Inject(JsonObject webhook, ResourceKind kind, JsonObject item, JsonObject pod)
    {
        if (V1Components.IsWebhook(pod))
        {
            V1Injection.Apply(kind, item, pod.Items("spec", "containers").First(), store.Get(BuiltIn.Namespaces, null, item.Space()));
            return;
        }

        if ((kind != BuiltIn.Deployments && kind != BuiltIn.Pods) || s_spared.Contains(item.Space())
            || item.Text("metadata", "annotations", NsmNames.Annotation) is not { } annotation)
        {
            return;
        }

        if (WireWish.Parse(annotation).Any(wish => wish.Interface.Length > WireWish.LongestInterface))
        {
            throw new ApiException(400, "BadRequest", $"admission webhook \"{webhook.Text("name")}\" denied the request: Interface part "
                + $"cannot exceed {WireWish.LongestInterface} characters");
        }

        var server = pod.Items("spec", "containers").First();
        var spec = kind == BuiltIn.Pods ? item.Ensure("spec") : item.Ensure("spec").Ensure("template").Ensure("spec");
        InjectionPatch.Apply(spec, annotation, Components.Variable(server, "REPO")
            ?? "networkservicemesh", Components.Variable(server, "TAG") ?? "latest");
    }
}
