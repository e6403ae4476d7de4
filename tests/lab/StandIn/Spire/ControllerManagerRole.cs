using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Webhook;

namespace NsmPS.Lab.Spire;

/// <summary>Stands in for spire-controller-manager: turns every ClusterSPIFFEID into
/// entries of the server, and refuses those that say nothing.</summary>
internal static class ControllerManagerRole
{
    private const string Webhook = $"/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/{SpireNames.ControllerWebhook}";
    private const string Identities = "/apis/spire.spiffe.io/v1alpha1/clusterspiffeids";
    private static readonly UnixDomainSocketEndPoint s_server = new(SpireNames.ServerSocket);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        var ready = false;
        var own = await OwnIdentityAsync(cancellationToken);
        using var certificate = X509Certificate2.CreateFromPem(own.Certificate, own.Key);
        await using var app = Probes.BuildAt(
            SpireNames.ControllerHealthPort, "/healthz", "/readyz", () => ready,
            options => options.Listen(IPAddress.Any, SpireNames.ControllerWebhookPort, listener => listener.UseHttps(certificate)));
        AdmissionV1.Map(app, "/validate-spire-spiffe-io-v1alpha1-clusterspiffeid", static (request, _) => Task.FromResult(Judge(request)));
        AdmissionV1.Map(app, "/validate-spire-spiffe-io-v1alpha1-clusterfederatedtrustdomain",
            static (_, _) => Task.FromResult(AdmissionV1.Allowed()));
        await app.StartAsync(cancellationToken);
        BundleNotifier notifier = new(api, own.Bundle);
        while (true)
        {
            try
            {
                await notifier.WriteAsync(Webhook, cancellationToken);
                await ReconcileAsync(api, cancellationToken);
                ready = true;
            }
            catch (LabException e)
            {
                Log.Error($"reconcile: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private static JsonObject Judge(JsonObject request) => (string?)request["object"]?["spec"]?["spiffeIDTemplate"] is { } template
        && template.StartsWith("spiffe://", StringComparison.Ordinal)
        ? AdmissionV1.Allowed()
        : AdmissionV1.Denied("spec.spiffeIDTemplate: is not the template of a SPIFFE ID");

    private static async Task<Svid> OwnIdentityAsync(CancellationToken cancellationToken)
    {
        const string Service = $"{SpireNames.ControllerService}.{SpireNames.Namespace}";
        IdentityEntry entry = new(Pod.Name, $"spiffe://{SpireNames.TrustDomain}/spire-controller-manager-webhook",
            [Service, $"{Service}.svc"]);
        while (true)
        {
            try
            {
                var answer = await LineConnection.CallAsync(s_server, new Message { Method = SpireNames.AskSvid, Identities = [entry] },
                    cancellationToken);
                return answer.Svid ?? throw new LabException("no certificate in the answer");
            }
            catch (LabException e)
            {
                Log.Info($"waiting for the server: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private static async Task ReconcileAsync(KubeApi api, CancellationToken cancellationToken)
    {
        var identities = await api.ListAsync(Identities, cancellationToken);
        var pods = identities.Count == 0 ? [] : await api.ListAsync("/api/v1/pods", cancellationToken);
        Dictionary<string, IdentityEntry> entries = [];
        foreach (var identity in identities)
        {
            JsonObject[] selected = [.. pods.Where(pod => IdentityRules.Selects(identity, pod))];
            IdentityEntry[] rendered = [.. selected.Select(pod => IdentityRules.Render(identity, pod)).OfType<IdentityEntry>()];
            foreach (var entry in rendered)
            {
                // A pod that two of them select has both entries; here the one with names counts, as a server's certificate must.
                if (entry.DnsNames.Count > 0 || !entries.ContainsKey(entry.PodUid))
                {
                    entries[entry.PodUid] = entry;
                }
            }

            await WriteStatusAsync(api, identity, selected.Length, rendered.Length, cancellationToken);
        }

        await LineConnection.CallAsync(s_server, new Message { Method = SpireNames.SetEntries, Identities = [.. entries.Values] },
            cancellationToken);
    }

    private static async Task WriteStatusAsync(KubeApi api, JsonObject identity, int selected, int rendered,
        CancellationToken cancellationToken)
    {
        JsonObject stats = new()
        {
            ["podsSelected"] = selected,
            ["podEntryRenderFailures"] = selected - rendered,
            ["entriesToSet"] = rendered,
            ["entriesMasked"] = 0,
            ["entryFailures"] = 0,
        };
        if (!JsonNode.DeepEquals(identity["status"]?["stats"], stats))
        {
            JsonObject patch = new() { ["status"] = new JsonObject { ["stats"] = stats } };
            await api.MergeAsync($"{Identities}/{identity["metadata"]!["name"]}/status", patch, cancellationToken);
        }
    }
}
