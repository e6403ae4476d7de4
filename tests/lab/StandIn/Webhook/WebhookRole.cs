using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Webhook;

/// <summary>Stands in for admission-webhook: TLS with the mounted certificate, read once at the start.</summary>
internal static class WebhookRole
{
    private const string Certificate = "/etc/webhook/certs/tls.crt";
    private const string Key = "/etc/webhook/certs/tls.key";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        using KubeApi api = new();
        Faults faults = new(api);
        await faults.DelayStartAsync(cancellationToken);
        using var pair = Load();
        await using var app = Probes.Build(static () => true,
            options => options.Listen(IPAddress.Any, 443, o => o.UseHttps(pair)));
        app.MapPost("/mutate", context => MutateAsync(context, faults));
        await app.StartAsync(cancellationToken);
        Log.Info("Server started");
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async Task MutateAsync(HttpContext context, Faults faults)
    {
        var inject = !await faults.IsOnAsync(Faults.NoInjection, context.RequestAborted);
        var review = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var answer = AdmissionReview.Answer(review as JsonObject ?? new JsonObject(), inject);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private static X509Certificate2 Load()
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(Certificate, Key);
        }
        catch (Exception e) when (e is CryptographicException or IOException)
        {
            throw new LabException($"Failed to load key pair: {e.Message}", e);
        }
    }
}
