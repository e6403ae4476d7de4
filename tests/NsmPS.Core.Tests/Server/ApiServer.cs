extern alias sandbox;

using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using sandbox::NsmPS.Sandbox.Access;
using sandbox::NsmPS.Sandbox.Api;
using sandbox::NsmPS.Sandbox.Control;
using sandbox::NsmPS.Sandbox.Hosting;
using sandbox::NsmPS.Sandbox.Housekeeping;
using sandbox::NsmPS.Sandbox.Store;
using sandbox::NsmPS.Sandbox.Workloads;

namespace NsmPS.Core.Tests.Server;

/// <summary>
/// The sandbox's API server in this process: its store and its pipeline, without a socket. Of its controllers those that keep house
/// work, at once: namespaces, definitions, and what has lost its owner. Nothing schedules or runs pods. Anything else happens only
/// through the hooks.
/// </summary>
internal sealed class ApiServer : IDisposable
{
    // What a test changes belongs to nobody, so that no apply is in conflict with it.
    private static readonly WriteOptions s_nobody = new("test", Trusted: true) { OwnersKnown = true };

    private readonly ServiceProvider _services;
    private readonly ApplicationLifetime _life = new(NullLogger<ApplicationLifetime>.Instance);
    private readonly PodDouble _pods = new();
    private readonly NamespaceController _namespaces;
    private readonly DefinitionController _definitions;
    private readonly GarbageCollector _garbage;
    private readonly ChannelReader<Change> _changes;
    private readonly Lock _writing = new();
    private readonly List<SeenRequest> _requests = [];
    private readonly List<Func<SeenRequest, CancellationToken, Task<HttpResponseMessage?>>> _interceptors = [];
    private readonly List<(string Kind, Action<JsonObject> React)> _reactions = [];
    private readonly List<(string Kind, Action<Review> Review)> _reviews = [];

    public ApiServer(TimeProvider? time = null, string version = "1.36.1")
    {
        Time = time ?? TimeProvider.System;
        var settings = new SandboxSettings { Nodes = 0, KubernetesVersion = version };
        var services = new ServiceCollection();
        services.AddLogging().AddSingleton<IHostApplicationLifetime>(_life);
        SandboxHost.AddParts(services, settings, Time);

        // Its time stands still, or has no meaning for a test.
        services.AddSingleton(new Timings { KindServing = TimeSpan.Zero, KindStorage = TimeSpan.Zero });
        services.RemoveAll<IAdmission>().RemoveAll<IExecHandler>().RemoveAll<ILogSource>();
        services.AddSingleton<IAdmission>(new Admission(this)).AddSingleton<IExecHandler>(_pods).AddSingleton<ILogSource>(_pods);
        _services = services.BuildServiceProvider();
        _namespaces = Part<NamespaceController>();
        _definitions = Part<DefinitionController>();
        _garbage = Part<GarbageCollector>();
        _changes = Store.Watch(_ => true, null, null).Changes;
        Bootstrap.Fill(Store, settings);
        Settle();
        var application = new ApplicationBuilder(_services);
        application.UseWebSockets();
        application.Use(ServeAsync);
        SandboxHost.Use(application);
        Pipeline = application.Build();
    }

    public TimeProvider Time { get; }

    public RequestDelegate Pipeline { get; }

    public string BearerToken => Part<SandboxToken>().Value;

    public FaultBox Faults => Part<FaultBox>();

    /// <summary>Whether the controllers work.</summary>
    public bool Housekeeping { get; set; } = true;

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<SeenRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <inheritdoc cref="PodDouble.Logs"/>
    public IDictionary<string, string> Logs => _pods.Logs;

    /// <inheritdoc cref="PodDouble.Exec"/>
    public Func<ExecCall, CancellationToken, Task<ExecAnswer>> Exec
    {
        get => _pods.Exec;
        set => _pods.Exec = value;
    }

    /// <summary>Serves ports of pods, by path and the server's end of the connection; null leaves them to the sandbox.</summary>
    public Func<string, WebSocket, Task>? Ports { get; set; }

    /// <summary>Serves connections to pods by SPDY, by the request and the server's end of the connection; null offers none.</summary>
    public Func<SeenRequest, SpdyServer, Task>? Spdy { get; set; }

    private ObjectStore Store => Part<ObjectStore>();

    /// <summary>A client of this server, by the name and the address that the test wants. Several may be made.</summary>
    public ClusterClient CreateClient(ClusterOptions? options = null, string name = "sandbox") =>
        new(new ConnectionSettings { Name = name, Server = new Uri($"https://{name}.test:6443") }, Time, options ?? new ClusterOptions(),
            new Door(this));

    /// <summary>Puts an object there as another actor would: a controller, kubectl, a person.</summary>
    public JsonObject Put(JsonObject item, string manager = "kubectl")
    {
        lock (_writing)
        {
            var key = ManifestKeys.Read(item);
            var kind = KindOf(key);
            if (Store.Get(kind, key.Namespace, key.Name) is { } before)
            {
                Write(kind, before, (JsonObject)item.DeepClone(), new WriteOptions(manager, Trusted: true));
            }
            else
            {
                Store.Create(kind, item, new WriteOptions(manager, Trusted: true));
            }

            Settle();
            return Find(key)!;
        }
    }

    /// <summary>Changes a stored object, for example its status.</summary>
    public void Update(ObjectKey key, Action<JsonObject> change)
    {
        lock (_writing)
        {
            var kind = KindOf(key);
            var before = Store.Get(kind, key.Namespace, key.Name) ?? throw ApiException.NotFound(kind, key.Name);
            var next = (JsonObject)before.DeepClone();
            change(next);
            Write(kind, before, next, s_nobody);
            Settle();
        }
    }

    /// <summary>Deletes an object as another actor would.</summary>
    public void Remove(ObjectKey key)
    {
        lock (_writing)
        {
            Store.Delete(KindOf(key), key.Namespace, key.Name, graceSeconds: 0);
            Settle();
        }
    }

    /// <summary>A copy of an object; null when it is not there.</summary>
    public JsonObject? Find(ObjectKey key) => Store.Find(key.ApiVersion, key.Kind) is { } kind
        ? (JsonObject?)Store.Get(kind, key.Namespace, key.Name)?.DeepClone()
        : null;

    /// <summary>Copies of all objects of a type.</summary>
    public IReadOnlyList<JsonObject> All(ResourceType type) => Store.Find(type.ApiVersion, type.Kind) is { } kind
        ? [.. Store.List(kind).Select(item => (JsonObject)item.DeepClone())]
        : [];

    /// <summary>Called after each write that changed an object of the kind; may change it further, for example set its status.</summary>
    public void OnApplied(string kind, Action<JsonObject> react) => _reactions.Add((kind, react));

    /// <summary>Called before each write of the kind by a client, dry runs too; may change it, or throw a refusal.</summary>
    public void OnAdmission(string kind, Action<Review> review) => _reviews.Add((kind, review));

    /// <summary>Sees each request. What it returns is the answer; null lets it through; what it throws is a broken connection.</summary>
    public void Intercept(Func<SeenRequest, HttpResponseMessage?> interceptor) =>
        _interceptors.Add((request, _) => Task.FromResult(interceptor(request)));

    /// <summary>Refuses the requests that a condition holds for.</summary>
    public void Refuse(Func<SeenRequest, bool> which, int code, string reason, string message, int? retryAfter = null) =>
        Intercept(request => which(request) ? Refusal(new ApiException(code, reason, message), retryAfter) : null);

    /// <inheritdoc cref="Intercept"/>
    public void InterceptAsync(Func<SeenRequest, CancellationToken, Task<HttpResponseMessage?>> interceptor) =>
        _interceptors.Add(interceptor);

    /// <summary>Ends every open watch, as a restarted server does.</summary>
    public Task CutWatchesAsync() => Part<WatchCuts>().CutAsync();

    /// <summary>Forgets the history: watches that want to go on, and lists that want their next page, get 410.</summary>
    public void Compact() => Store.ForgetChanges();

    public void Dispose() => _life.StopApplication();

    private async Task ServeAsync(HttpContext context, RequestDelegate next)
    {
        var seen = await SeenRequest.ReadAsync(context.Request, context.RequestAborted);
        lock (_requests)
        {
            _requests.Add(seen);
        }

        foreach (var interceptor in _interceptors)
        {
            if (await interceptor(seen, context.RequestAborted) is { } answer)
            {
                await AnswerAsync(context, answer);
                return;
            }
        }

        if (Ports is { } ports && seen.Path.EndsWith("/portforward", StringComparison.Ordinal))
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync(context.WebSockets.WebSocketRequestedProtocols[0]);
            await ports(context.Request.Path + context.Request.QueryString.Value, socket);
            return;
        }

        if (Spdy is { } spdy && context.Request.Headers.Upgrade == "SPDY/3.1")
        {
            await SpdyServer.ServeAsync(context, server => spdy(seen, server));
            return;
        }

        await next(context);
        if (seen.Method != "GET")
        {
            Settle();
        }
    }

    private static HttpResponseMessage Refusal(ApiException refusal, int? retryAfter)
    {
        var content = new StringContent(Answers.Status(refusal).ToJsonString());
        var answer = new HttpResponseMessage((HttpStatusCode)refusal.Code) { Content = content };
        answer.Headers.RetryAfter = retryAfter is { } seconds ? new(TimeSpan.FromSeconds(seconds)) : null;
        return answer;
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage answer)
    {
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach ((var name, var values) in answer.Headers.Concat(answer.Content.Headers))
        {
            context.Response.Headers[name] = string.Join(", ", values);
        }

        await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    /// <summary>Lets everybody see what has changed, and what that changes in turn.</summary>
    private void Settle()
    {
        lock (_writing)
        {
            while (_changes.TryRead(out var change))
            {
                if (Housekeeping)
                {
                    _namespaces.Follow(change);
                    _definitions.Follow(change);
                    _garbage.Follow(change);
                }

                React(change.Kind, Key(change.Object));
            }
        }
    }

    private void React(ResourceKind kind, ObjectKey key)
    {
        if (kind == BuiltIn.Pods && Find(key)?["metadata"] is { } pod && pod["deletionTimestamp"] is not null && pod["finalizers"] is null)
        {
            // There is no kubelet that ends its containers first.
            Store.Delete(kind, key.Namespace, key.Name, graceSeconds: 0);
        }

        foreach ((_, var react) in _reactions.Where(hook => hook.Kind == kind.Kind))
        {
            if (Find(key) is { } item)
            {
                var next = (JsonObject)item.DeepClone();
                react(next);
                Write(kind, item, next, s_nobody);
            }
        }
    }

    /// <summary>Stores what differs: the object, its status, or both.</summary>
    private void Write(ResourceKind kind, JsonObject before, JsonObject next, WriteOptions options)
    {
        (var space, var name) = ((string?)before["metadata"]!["namespace"], (string)before["metadata"]!["name"]!);
        var status = next["status"]?.DeepClone();
        ((JsonObject)next["metadata"]!).Remove("resourceVersion");
        if (!JsonNode.DeepEquals(Rest(kind, before), Rest(kind, next)))
        {
            Store.Update(kind, space, name, _ => next, options, status: false);
        }

        if (kind.HasStatus && !JsonNode.DeepEquals(status, before["status"]) && Store.Get(kind, space, name) is not null)
        {
            Store.Update(kind, space, name, live => With(live, status), options, status: true);
        }
    }

    private static JsonObject Rest(ResourceKind kind, JsonObject item)
    {
        var rest = kind.HasStatus ? With((JsonObject)item.DeepClone(), null) : (JsonObject)item.DeepClone();
        ((JsonObject)rest["metadata"]!).Remove("resourceVersion");
        return rest;
    }

    private static JsonObject With(JsonObject item, JsonNode? status)
    {
        item["status"] = status;
        return item;
    }

    private ResourceKind KindOf(ObjectKey key) =>
        Store.Find(key.ApiVersion, key.Kind) ?? throw new ArgumentException($"The server does not know {key}.");

    private static ObjectKey Key(JsonObject item) => ManifestKeys.Read(item);

    private T Part<T>()
        where T : class => _services.GetRequiredService<T>();

    /// <summary>Where a client's requests come in.</summary>
    private sealed class Door(ApiServer server) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Exchange.SendAsync(server.Pipeline, request, server.BearerToken, cancellationToken);
    }

    private sealed class Admission(ApiServer server) : IAdmission
    {
        public void Admit(ResourceKind kind, JsonObject item, JsonObject? before, bool dryRun)
        {
            if (server._writing.IsHeldByCurrentThread)
            {
                // What the test itself puts there is asked of nobody.
                return;
            }

            foreach ((_, var review) in server._reviews.Where(hook => hook.Kind == kind.Kind))
            {
                review(new Review(item, (JsonObject?)before?.DeepClone(), dryRun));
            }
        }
    }
}
