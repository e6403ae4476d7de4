using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Changes a sandbox as another than NsmPS would: over its API, with what its kubeconfig says.</summary>
internal sealed class SandboxApi : IDisposable
{
    private readonly HttpClient _http;

    public SandboxApi(string kubeconfig)
    {
        var text = File.ReadAllText(kubeconfig);
        var authority = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(Value(text, "certificate-authority-data")));
        var handler = new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, certificate, chain, _) =>
            {
                chain!.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
                chain.ChainPolicy.CustomTrustStore.Add(authority);
                chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
                return chain.Build(certificate!);
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri(Value(text, "server")), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Value(text, "token")) } };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _http.Dispose();

    public async Task DeletePodsAsync(string @namespace, string selector)
    {
        var pods = JsonNode.Parse(await _http.GetStringAsync($"/api/v1/namespaces/{@namespace}/pods?labelSelector={Uri.EscapeDataString(selector)}", Token))!["items"]!.AsArray();
        foreach (var pod in pods)
        {
            await _http.DeleteAsync($"/api/v1/namespaces/{@namespace}/pods/{pod!["metadata"]!["name"]}", Token);
        }
    }

    /// <summary>Applies a JSON patch.</summary>
    public async Task PatchAsync(string path, string patch)
    {
        using var content = new StringContent(patch, Encoding.UTF8, "application/json-patch+json");
        (await _http.PatchAsync(path, content, Token)).EnsureSuccessStatusCode();
    }

    /// <summary>Deletes an object and waits until it is gone, at most fifteen seconds.</summary>
    public async Task DeleteAsync(string path)
    {
        (await _http.DeleteAsync(path, Token)).EnsureSuccessStatusCode();
        for (var tries = 0; tries < 150 && (await _http.GetAsync(path, Token)).IsSuccessStatusCode; tries++)
        {
            await Task.Delay(100, Token);
        }
    }

    private static string Value(string kubeconfig, string key) => Regex.Match(kubeconfig, $@"\b{key}: ""?(?<value>[^\s""]+)").Groups["value"].Value;
}
