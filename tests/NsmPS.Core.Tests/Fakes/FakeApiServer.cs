using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>
/// An API server in memory, as far as <see cref="ClusterClient"/> uses one: discovery, get, list, apply, create, delete, watch, logs, exec.
/// Namespaces are Active and definitions Established at once; anything else happens only through the hooks.
/// </summary>
internal sealed class FakeApiServer : HttpMessageHandler
{
    public static readonly Uri Address = new("https://fake.test:6443");

    private readonly FakeRouter _router;
    private readonly List<FakeRequest> _requests = [];
    private readonly List<Func<FakeRequest, CancellationToken, Task<HttpResponseMessage?>>> _interceptors = [];

    public FakeApiServer(TimeProvider? time = null)
    {
        Time = time ?? TimeProvider.System;
        Objects = new FakeObjects(Time);
        _router = new FakeRouter(this);
        Put(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "default" } });
        Put(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Namespace", ["metadata"] = new JsonObject { ["name"] = "kube-system" } });
    }

    public TimeProvider Time { get; }

    public string Version { get; set; } = "v1.36.1";

    /// <summary>How many objects a page holds at most, whatever the client asks.</summary>
    public int PageLimit { get; set; } = int.MaxValue;

    public FakeObjects Objects { get; }

    /// <summary>Every request so far, in order of arrival.</summary>
    public IReadOnlyList<FakeRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Logs, by <c>namespace/pod/container</c>; that of the instance before by <c>namespace/pod/container/previous</c>.</summary>
    public IDictionary<string, string> Logs { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Answers commands; null refuses them as for a container that is not there.</summary>
    public Func<FakeExecCall, CancellationToken, Task<FakeExecAnswer>>? Exec { get; set; }

    /// <summary>Serves ports of pods, by <c>namespace/pod:port</c> and the server's end of the connection, until it returns; null refuses them.</summary>
    public Func<string, WebSocket, Task>? Ports { get; set; }

    /// <summary>A client of this server. Several may be made.</summary>
    public ClusterClient CreateClient(ClusterOptions? options = null, string name = "fake") => new(name, Address, this, Time, options ?? new ClusterOptions());

    /// <summary>Puts an object there as another actor would: a controller, kubectl, a person.</summary>
    public JsonObject Put(JsonObject item, string manager = "kubectl") => Objects.Put(item, manager);

    /// <summary>Changes a stored object, for example its status.</summary>
    public void Update(ObjectKey key, Action<JsonObject> change) => Objects.Update(key, change);

    /// <summary>Deletes an object as another actor would.</summary>
    public void Remove(ObjectKey key) => Objects.Delete(Objects.TypeOf(key), key.Namespace, key.Name, null);

    public JsonObject? Find(ObjectKey key) => Objects.Find(key);

    public IReadOnlyList<JsonObject> All(ResourceType type) => Objects.List(type, null);

    /// <summary>Called after each write that changed an object of the kind; may change it further, for example set its status.</summary>
    public void OnApplied(string kind, Action<JsonObject> react) => Objects.Reactions.Add((kind, react));

    /// <summary>Called before each write of the kind, dry runs too; may change or refuse it.</summary>
    public void OnAdmission(string kind, Action<FakeAdmission> review) => Objects.Reviews.Add((kind, review));

    /// <summary>Sees each request before the server does. What it returns is the answer; null lets the request through; what it throws is a broken connection.</summary>
    public void Intercept(Func<FakeRequest, HttpResponseMessage?> interceptor) => _interceptors.Add((request, _) => Task.FromResult(interceptor(request)));

    /// <inheritdoc cref="Intercept"/>
    public void InterceptAsync(Func<FakeRequest, CancellationToken, Task<HttpResponseMessage?>> interceptor) => _interceptors.Add(interceptor);

    /// <summary>Ends every open watch, as a restarted server does.</summary>
    public void CutWatches() => _router.CutWatches();

    /// <summary>Forgets the history, so that every watch gets 410 and has to list again.</summary>
    public void Compact()
    {
        Objects.Store.Compact();
        CutWatches();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        FakeRequest read = await FakeRequest.ReadAsync(request, cancellationToken);
        lock (_requests)
        {
            _requests.Add(read);
        }

        foreach (Func<FakeRequest, CancellationToken, Task<HttpResponseMessage?>> interceptor in _interceptors)
        {
            if (await interceptor(read, cancellationToken) is { } answer)
            {
                return answer;
            }
        }

        try
        {
            return _router.Answer(read, request);
        }
        catch (FakeRejection rejection)
        {
            return rejection.ToResponse();
        }
    }
}
