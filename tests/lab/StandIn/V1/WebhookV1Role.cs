using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;
using NsmPS.Lab.Spire;
using NsmPS.Lab.Webhook;

namespace NsmPS.Lab.V1;

/// <summary>Stands in for cmd-admission-webhook-k8s: TLS with a certificate of SPIRE,
/// which it follows when SPIRE gets a new authority.</summary>
internal static class WebhookV1Role
{
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Faults faults = new(api);
        await faults.DelayStartAsync(cancellationToken);
        var svid = await Identity.WaitAsync(cancellationToken);
        var certificate = X509Certificate2.CreateFromPem(svid.Certificate, svid.Key);
        var builder = Probes.Bare();
        builder.WebHost.ConfigureKestrel(options => options.Listen(
            IPAddress.Any, 443, listener =>
                listener.UseHttps(https => https.ServerCertificateSelector = (_, _) => Volatile.Read(ref certificate))));
        await using var app = builder.Build();
        app.MapGet("/ready", static context => context.Response.WriteAsync("OK"));
        AdmissionV1.Map(app, "/mutate", (request, token) => JudgeAsync(api, faults, request, token));
        await app.StartAsync(cancellationToken);
        Log.Info("Server started");
        while (true)
        {
            await Task.Delay(s_renewal, cancellationToken);
            try
            {
                var now = await Identity.AskAsync(cancellationToken);
                if (now.Certificate != svid.Certificate)
                {
                    Log.Info("SVID renewed");
                    svid = now;
                    Volatile.Write(ref certificate, X509Certificate2.CreateFromPem(now.Certificate, now.Key));
                }
            }
            catch (LabException e)
            {
                Log.Error($"workload endpoint: {e.Message}");
            }
        }
    }

    private static async Task<JsonObject> JudgeAsync(KubeApi api, Faults faults, JsonObject request, CancellationToken cancellationToken)
    {
        if ((string?)request["operation"] != "CREATE" || request["object"] is not JsonObject item
            || await faults.IsOnAsync(Faults.NoInjection, cancellationToken))
        {
            return AdmissionV1.Allowed();
        }

        var space = InjectionV1.TakesAnnotationOfNamespace(request, item)
            ? await api.GetAsync($"/api/v1/namespaces/{(string?)request["namespace"]}", cancellationToken)
            : null;
        try
        {
            return InjectionV1.Create((string?)request["kind"]?["kind"] ?? string.Empty, item, space) is { Count: > 0 } patch
                ? AdmissionV1.Patched(patch)
                : AdmissionV1.Allowed();
        }
        catch (LabException e)
        {
            Log.Error($"Malformed specification: {e.Message}");
            return AdmissionV1.Allowed();
        }
    }
}
