using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Changes a sandbox as people do with kubectl: over HTTP, past the module.</summary>
internal sealed class SandboxApi : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly HttpClient _client;

    /// <summary>Reads how to connect from the sandbox's kubeconfig.</summary>
    public SandboxApi(string kubeconfig)
    {
        var text = File.ReadAllText(kubeconfig);
        _authority = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(Value(text, "certificate-authority-data"))));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, CustomTrustStore = { _authority } };
        _client = new HttpClient(handler) { BaseAddress = new Uri(Value(text, "server")) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Value(text, "token"));
    }

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null, null);

    /// <summary>Deletes the pods that a selector chooses.</summary>
    public async Task DeletePodsAsync(string @namespace, string selector)
    {
        var pods = $"/api/v1/namespaces/{@namespace}/pods";
        foreach (var pod in (await GetAsync($"{pods}?labelSelector={Uri.EscapeDataString(selector)}"))["items"]!.AsArray())
        {
            await DeleteAsync($"{pods}/{pod!["metadata"]!["name"]}");
        }
    }

    /// <summary>Deletes an object and waits until it is gone, at most fifteen seconds.</summary>
    public async Task DeleteAndWaitAsync(string path)
    {
        await DeleteAsync(path);
        for (var tries = 0; tries < 150 && await ExistsAsync(path); tries++)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Sets fields; null takes one away.</summary>
    public Task MergeAsync(string path, string body) => SendAsync(HttpMethod.Patch, Edited(path), "application/merge-patch+json", body);

    /// <summary>What kubectl edit sends: elements of lists are found by their keys.</summary>
    public Task EditAsync(string path, string body) => SendAsync(HttpMethod.Patch, Edited(path), "application/strategic-merge-patch+json", body);

    /// <summary>Single operations on places.</summary>
    public Task PatchAsync(string path, string operations) => SendAsync(HttpMethod.Patch, Edited(path), "application/json-patch+json", operations);

    public void Dispose()
    {
        _client.Dispose();
        _authority.Dispose();
    }

    private async Task<bool> ExistsAsync(string path)
    {
        using var response = await _client.GetAsync(path, TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode;
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? type, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue(type!));
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode ? JsonNode.Parse(text)!.AsObject() : throw new InvalidOperationException($"{method} {path}: {text}");
    }

    private static string Edited(string path) => path + "?fieldManager=kubectl-edit";

    private static string Value(string text, string key) => Regex.Match(text, $"{key}: (\\S+)").Groups[1].Value;
}
