using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Nsm.V1;

/// <summary>SPIRE's server: a new authority at every start, and a notifier that hands its
/// bundle to agents and to labelled webhooks.</summary>
internal sealed class SpireServerProgram(IObjectStore store, Timings timings, SpireState spire)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(1);

    /// <summary>Where the bundle is, and where it goes.</summary>
    private static readonly ResourceKind[] s_notified = [BuiltIn.ConfigMaps, BuiltIn.MutatingWebhookConfigurations];

    public async Task RunAsync(JsonObject pod, Action<string, string> print, CancellationToken cancellationToken)
    {
        await Task.Delay(timings.Registration, store.Time, cancellationToken);
        var pem = CreateAuthority(store.Wall.GetUtcNow());
        while (!TryPublish(pod.Space()!, pem))
        {
            await Task.Delay(timings.Registration, store.Time, cancellationToken);
        }

        spire.Server = pod.Uid();
        print("spire-server", "Bundle published; API server started");
        try
        {
            await foreach (var _ in store.WatchAsync(s_notified.Contains, cancellationToken))
            {
                Notify();
            }
        }
        finally
        {
            spire.Server = null;
        }
    }

    private bool TryPublish(string space, string pem) =>
        MeshObjects.Try(() => store.Update(BuiltIn.ConfigMaps, space, V1Names.BundleMap, item =>
    {
        item.Ensure("data")[V1Names.BundleKey] = pem;
        return item;
    }) is not null);

    private void Notify()
    {
        if (spire.Bundle is not { } bundle)
        {
            return;
        }

        foreach (var configuration in store.List(BuiltIn.MutatingWebhookConfigurations)
            .Where(item => item.Text("metadata", "labels", V1Names.WebhookLabel) == "true" && !HasBundle(item, bundle)))
        {
            MeshObjects.Try(() => store.Update(BuiltIn.MutatingWebhookConfigurations, null, configuration.Name(), item =>
            {
                foreach (var webhook in item.Items("webhooks"))
                {
                    webhook.Ensure("clientConfig")["caBundle"] = bundle;
                }

                return item;
            }) is not null);
        }
    }

    private static bool HasBundle(JsonObject configuration, string bundle) =>
        configuration.Items("webhooks").All(webhook => webhook.Text("clientConfig", "caBundle") == bundle);

    private static string CreateAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={V1Names.TrustDomain}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(
            new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var authority = request.CreateSelfSigned(now, now + s_lifetime);
        return authority.ExportCertificatePem();
    }
}
