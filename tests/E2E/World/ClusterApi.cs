using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using k8s;

namespace NsmPS.E2E.World;

/// <summary>Looks at the cluster under test through Kubernetes' own client, so that nothing of the product judges itself.</summary>
internal sealed class ClusterApi : IDisposable
{
    private readonly Kubernetes _client = new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Environment.GetEnvironmentVariable(MeshWorld.KubeconfigVariable)));

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    /// <summary>Sets an annotation, as somebody would by hand.</summary>
    public Task AnnotateAsync(string path, string name, string value) =>
        SendAsync(HttpMethod.Patch, path, new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [name] = value } } });

    public void Dispose() => _client.Dispose();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(_client.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), new MediaTypeHeaderValue("application/merge-patch+json"));
        }

        if (_client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, TestContext.Current.CancellationToken);
        }

        using var response = await _client.HttpClient.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? (JsonObject)JsonNode.Parse(text)! : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }
}
