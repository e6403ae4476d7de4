using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Common;

/// <summary>The few calls to the API server that stand-ins make, with the pod's own service account.</summary>
internal sealed class KubeApi : IDisposable
{
    private const string Account = "/var/run/secrets/kubernetes.io/serviceaccount/";
    private readonly HttpClient _http;

    public KubeApi()
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(Account + "ca.crt");
        SocketsHttpHandler handler = new() { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } };
        _http = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://{Pod.Env("KUBERNETES_SERVICE_HOST")}:{Pod.Env("KUBERNETES_SERVICE_PORT")}"),
            Timeout = TimeSpan.FromSeconds(5),
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Account + "token"));
    }

    /// <summary>The object at a path, or null when there is none.</summary>
    /// <exception cref="LabException">The API server is away or refused.</exception>
    public Task<JsonObject?> GetAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonObject?> PostAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public Task<JsonObject?> PutAsync(string path, JsonObject body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, body, cancellationToken);

    /// <summary>Changes fields of an object.</summary>
    public Task<JsonObject?> MergeAsync(string path, JsonObject patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, cancellationToken, "application/merge-patch+json");

    /// <summary>Changes an object by a JSON patch, the only one that reaches into lists.</summary>
    public Task<JsonObject?> PatchAsync(string path, JsonArray patch, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, path, patch, cancellationToken, "application/json-patch+json");

    /// <summary>The objects of a list; none where there is no such resource.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path, CancellationToken cancellationToken) =>
        [.. ((await GetAsync(path, cancellationToken))?["items"] as JsonArray ?? []).OfType<JsonObject>()];

    public Task<JsonObject?> DeleteAsync(string path, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, cancellationToken);

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject?> SendAsync(
        HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken, string contentType = "application/json")
    {
        try
        {
            using HttpRequestMessage request = new(method, path);
            request.Content = body is null ? null : new StringContent(body.ToJsonString(), MediaTypeHeaderValue.Parse(contentType));
            using var response = await _http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var answer = JsonNode.Parse(text) as JsonObject;
            if (response.StatusCode == HttpStatusCode.NotFound && (method == HttpMethod.Get || method == HttpMethod.Delete))
            {
                return null;
            }

            return response.IsSuccessStatusCode
                ? answer
                : throw new LabException((string?)answer?["message"] ?? response.ReasonPhrase ?? text);
        }
        catch (HttpRequestException e)
        {
            throw new LabException(e.Message, e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LabException("the API server did not answer", e);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new LabException("the API server answered something else than JSON", e);
        }
    }
}
