using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using k8s;

namespace NsmPS.E2E.World;

/// <summary>Looks at the cluster under test through Kubernetes' own client, so that nothing of the product judges itself.</summary>
internal sealed class ClusterApi : IDisposable
{
    private readonly Kubernetes _client =
        new(KubernetesClientConfiguration.BuildConfigFromConfigFile(Environment.GetEnvironmentVariable(MeshWorld.KubeconfigVariable)),
            new RepeatingHandler(TimeProvider.System));

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, body: null);

    /// <summary>Sets an annotation, as somebody would by hand.</summary>
    public Task AnnotateAsync(string path, string name, string value) =>
        SendAsync(HttpMethod.Patch, path,
            new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { [name] = value } } });

    /// <summary>What a new object would become; nothing is stored.</summary>
    public Task<JsonObject> TryCreateAsync(string path, JsonObject item) => SendAsync(HttpMethod.Post, $"{path}?dryRun=All", item);

    public Task<JsonObject> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, body: null);

    /// <summary>Deletes a pod without its kubelet. One that is gone already stays gone.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer, or refuses.</exception>
    public async Task GiveUpAsync(string path, CancellationToken cancellationToken)
    {
        using var request = await NewRequestAsync(HttpMethod.Delete, $"{path}?gracePeriodSeconds=0", body: null);
        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            response.EnsureSuccessStatusCode();
        }
    }

    /// <summary>The objects of a list.</summary>
    /// <exception cref="HttpRequestException">The API server does not answer, or refuses.</exception>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path, CancellationToken cancellationToken)
    {
        using var request = await NewRequestAsync(HttpMethod.Get, path, body: null);
        using var response = await _client.HttpClient.SendAsync(request, cancellationToken);
        var list = JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync(cancellationToken))!;
        return [.. list["items"]!.AsArray().Select(item => item!)];
    }

    /// <summary>Every change of a list from now on, until the token ends it.</summary>
    public async IAsyncEnumerable<JsonObject> WatchAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var version = (await GetAsync(path))["metadata"]!["resourceVersion"]!;
        using var request = await NewRequestAsync(HttpMethod.Get, $"{path}?watch=true&resourceVersion={version}", body: null);
        using var response = await _client.HttpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var lines = new StreamReader(await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken));
        while (await lines.ReadLineAsync(cancellationToken) is { } line)
        {
            yield return (JsonObject)JsonNode.Parse(line)!;
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpRequestMessage> NewRequestAsync(HttpMethod method, string path, JsonObject? body)
    {
        var request = new HttpRequestMessage(method, new Uri(_client.BaseUri, path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(),
                new MediaTypeHeaderValue(method == HttpMethod.Patch ? "application/merge-patch+json" : "application/json"));
        }

        if (_client.Credentials is { } credentials)
        {
            await credentials.ProcessHttpRequestAsync(request, TestContext.Current.CancellationToken);
        }

        return request;
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, JsonObject? body)
    {
        using var request = await NewRequestAsync(method, path, body);
        using var response = await _client.HttpClient.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode
            ? (JsonObject)JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }
}
