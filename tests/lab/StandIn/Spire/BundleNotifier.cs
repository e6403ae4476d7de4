using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Lab.Common;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Spire;

/// <summary>Hands the server's bundle to agents, by a ConfigMap, and to every webhook configuration with the label.</summary>
internal sealed class BundleNotifier(KubeApi api, string bundle)
{
    private const string Configurations = "/apis/admissionregistration.k8s.io/v1/";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] s_kinds = ["mutatingwebhookconfigurations", "validatingwebhookconfigurations"];
    private readonly string _encoded = Convert.ToBase64String(Encoding.ASCII.GetBytes(bundle));

    public Task PublishAsync(CancellationToken cancellationToken) =>
        api.MergeAsync(SpireNames.BundleMap, new JsonObject { ["data"] = new JsonObject { [SpireNames.BundleKey] = bundle } },
            cancellationToken);

    /// <summary>Looks again and again for configurations that do not have the bundle.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                foreach (var kind in s_kinds)
                {
                    foreach (var configuration
                        in await api.ListAsync($"{Configurations}{kind}?labelSelector={SpireNames.WebhookLabel}=true", cancellationToken))
                    {
                        await WriteAsync($"{Configurations}{kind}/{configuration["metadata"]!["name"]}", configuration, cancellationToken);
                    }
                }
            }
            catch (LabException e)
            {
                Log.Error($"k8sbundle: {e.Message}");
            }

            await Task.Delay(s_pause, cancellationToken);
        }
    }

    /// <summary>Writes the bundle into one configuration, where it is not there yet.</summary>
    public async Task WriteAsync(string path, CancellationToken cancellationToken) =>
        await WriteAsync(path, await api.GetAsync(path, cancellationToken)
            ?? throw new LabException($"{path} is not there"), cancellationToken);

    private async Task WriteAsync(string path, JsonObject configuration, CancellationToken cancellationToken)
    {
        JsonArray patch = [];
        var webhooks = configuration["webhooks"] as JsonArray ?? [];
        for (var index = 0; index < webhooks.Count; index++)
        {
            if ((string?)webhooks[index]?["clientConfig"]?["caBundle"] != _encoded)
            {
                patch.Add((JsonNode)new JsonObject
                {
                    ["op"] = "add",
                    ["path"] = $"/webhooks/{index}/clientConfig/caBundle",
                    ["value"] = _encoded
                });
            }
        }

        if (patch.Count > 0)
        {
            await api.PatchAsync(path, patch, cancellationToken);
            Log.Info($"bundle written to {path}");
        }
    }
}
