using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NsmPS.Sandbox.Access;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Housekeeping;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Tests;

/// <summary>A sandbox that serves over real HTTPS, and a client that trusts its authority and no other.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SandboxServer(WebApplication application)
    {
        _application = application;
        Address = SandboxHost.AddressOf(application.Services.GetRequiredService<IServer>());
        BearerToken = application.Services.GetRequiredService<SandboxToken>().Value;
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", BearerToken);
    }

    public Uri Address { get; }

    public string BearerToken { get; }

    public HttpClient Client { get; }

    public ObjectStore Store => _application.Services.GetRequiredService<ObjectStore>();

    public PodPorts Ports => _application.Services.GetRequiredService<PodPorts>();

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<SandboxServer> StartAsync(Action<IServiceCollection>? configure = null, SandboxSettings? settings = null)
    {
        var application = SandboxHost.Build(settings ?? new SandboxSettings(), Stream.Null, TimeProvider.System, services =>
        {
            KeepHousekeepingOnly(services);
            services.AddSingleton(new Timings { KindServing = TimeSpan.Zero, KindStorage = TimeSpan.Zero });
            configure?.Invoke(services);
        });
        await application.StartAsync(Token);
        return new SandboxServer(application);
    }

    /// <summary>The API is tested by itself: of the controllers only those run that belong to it, so that nobody else writes.</summary>
    private static void KeepHousekeepingOnly(IServiceCollection services)
    {
        services.RemoveAll<IController>();
        foreach (var part in (Type[])[typeof(NamespaceController), typeof(GarbageCollector), typeof(DefinitionController)])
        {
            services.AddSingleton(provider => (IController)provider.GetRequiredService(part));
        }
    }

    public HttpClient NewClient() =>
        new(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = Trust() } }) { BaseAddress = Address };

    public RemoteCertificateValidationCallback Trust()
    {
        var authority = X509Certificate2.CreateFromPem(_application.Services.GetRequiredService<Authority>().Pem);
        return (_, certificate, _, _) =>
        {
            using var chain = new X509Chain
            {
                ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck }
            };
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            return certificate is X509Certificate2 server && chain.Build(server);
        };
    }

    /// <summary>Opens a WebSocket; the client trusts the sandbox and has its token.</summary>
    /// <param name="path">The path with its query.</param>
    /// <param name="protocols">What it speaks.</param>
    public async Task<ClientWebSocket> SocketAsync(string path, params string[] protocols)
    {
        var socket = new ClientWebSocket();
        foreach (var protocol in protocols)
        {
            socket.Options.AddSubProtocol(protocol);
        }

        socket.Options.SetRequestHeader("Authorization", "Bearer " + BearerToken);
        socket.Options.RemoteCertificateValidationCallback = Trust();
        await socket.ConnectAsync(new UriBuilder(new Uri(Address, path)) { Scheme = Uri.UriSchemeWss }.Uri, Token);
        return socket;
    }

    public Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<JsonObject> PostAsync(string path, string json, HttpStatusCode expected = HttpStatusCode.Created) =>
        SendAsync(HttpMethod.Post, path, json, expected: expected);

    public Task<JsonObject> DeleteAsync(string path, string? options = null) => SendAsync(HttpMethod.Delete, path, options);

    public Task<JsonObject> PatchAsync(string path, string type, string json, HttpStatusCode expected = HttpStatusCode.OK) =>
        SendAsync(HttpMethod.Patch, path, json, type, expected);

    public Task<JsonObject> ApplyAsync(string path, string json, HttpStatusCode expected = HttpStatusCode.OK) =>
        PatchAsync(path, "application/apply-patch+yaml", json, expected);

    public async Task<JsonObject> SendAsync(HttpMethod method, string path, string? json, string type = "application/json",
        HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(method, path)
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, type)
        };
        using var response = await Client.SendAsync(request, Token);
        var body = await response.Content.ReadAsStringAsync(Token);
        Assert.True(expected == response.StatusCode, $"{method} {path}: {(int)response.StatusCode} {body}");
        return (JsonObject)JsonNode.Parse(body)!;
    }

    public async Task<HttpStatusCode> CodeAsync(string path)
    {
        using var response = await Client.GetAsync(path, Token);
        return response.StatusCode;
    }

    /// <summary>Waits until a condition holds; fails after two minutes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, "waited two minutes in vain");
            await Task.Delay(10, Token);
        }
    }

    public static JsonObject ConfigMap(string name, string ns = "default") =>
        new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns }, ["data"] = new JsonObject { ["x"] = "0" } };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.StopAsync(CancellationToken.None);
        await _application.DisposeAsync();
    }
}
