using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Discovery;
using NsmPS.Kubernetes.Exec;
using NsmPS.Kubernetes.Forward;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Reading;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Kubernetes;

/// <summary>One connection to one cluster: the only place that talks to its API server. Any number of callers may use it at the same time.
/// Every error is an <see cref="NsmException"/>; cancellation passes through.</summary>
public sealed class ClusterClient : IDisposable
{
    private readonly ApiConnection _connection;
    private readonly TypeDiscovery _types;
    private readonly ObjectLister _lister;
    private readonly PodExec _exec;
    private readonly ExecStream _stream;
    private readonly PodForward _forward;
    private readonly IWitness? _witness;

    /// <summary>A connection that sends nothing until it is used.</summary>
    /// <param name="settings">Where to connect to, and as which user.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Time limits.</param>
    /// <param name="door">What requests go through in place of sockets, in tests.</param>
    internal ClusterClient(ConnectionSettings settings, TimeProvider time, ClusterOptions options, DelegatingHandler? door = null)
    {
        Name = settings.Name;
        _connection = new ApiConnection(settings, CredentialSources.For(settings, options.Login, time), time, options, door);
        _types = new TypeDiscovery(_connection);
        _lister = new ObjectLister(_connection);
        _exec = new PodExec(_connection);
        _stream = new ExecStream(_connection);
        _forward = new PodForward(_connection);
    }

    private ClusterClient(ClusterClient other, IWitness witness)
    {
        (Name, _witness) = (other.Name, witness);
        (_connection, _types, _lister) = (other._connection, other._types, other._lister);
        (_exec, _stream, _forward) = (other._exec, other._stream, other._forward);
    }

    /// <summary>The context's name, as results and errors show it.</summary>
    public string Name { get; }

    /// <summary>The API server's address.</summary>
    public Uri Server => _connection.Server;

    /// <summary>The clock that waits and time stamps use.</summary>
    internal TimeProvider Time => _connection.Time;

    /// <summary>Reads the kubeconfig and prepares the connection; no request is sent before the first use.</summary>
    /// <param name="options">Which cluster, and as which user.</param>
    /// <param name="time">The clock for time limits, pauses and expiry.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="NsmException">KubeconfigNotFound, KubeconfigInvalid or ContextNotFound.</exception>
    public static Task<ClusterClient> ConnectAsync(ClusterOptions options, TimeProvider time, CancellationToken cancellationToken) =>
        ConnectAsync(options, ClusterEnvironment.OfProcess(), time, cancellationToken);

    /// <summary>
    /// Prepares a connection from a kubeconfig that came over the network; its current context counts. Sends nothing, opens no file that it
    /// names, starts no program, and never falls back to this machine's own kubeconfig or service account. The proxy of the environment
    /// (HTTPS_PROXY, NO_PROXY) holds as for every connection.
    /// </summary>
    /// <param name="kubeconfig">The kubeconfig and what an administrator allows of it.</param>
    /// <param name="time">The clock for time limits, pauses and expiry.</param>
    /// <param name="answers">What answers may take of the memory, shared with other clients; null for a limit of its own.</param>
    /// <exception cref="NsmException">KubeconfigRefused or KubeconfigInvalid; the message names the place and never a value.</exception>
    public static ClusterClient Connect(RemoteKubeconfig kubeconfig, TimeProvider time, AnswerBudget? answers = null) =>
        Connect(kubeconfig, ClusterEnvironment.OfProcess(), time, answers);

    internal static ClusterClient Connect(RemoteKubeconfig kubeconfig, ClusterEnvironment environment, TimeProvider time,
        AnswerBudget? answers = null) =>
        new(RemoteKubeconfigResolver.Resolve(kubeconfig, environment), time, new ClusterOptions { Answers = answers });

    internal static Task<ClusterClient> ConnectAsync(ClusterOptions options, ClusterEnvironment environment, TimeProvider time,
        CancellationToken cancellationToken)
    {
        // Files on a slow disk or share must not hold up the caller's thread.
        return Task.Run(() => new ClusterClient(ContextResolver.Resolve(options, environment), time, options), cancellationToken);
    }

    /// <summary>The same connection, whose commands and dry runs a witness is told. It is not to be disposed.</summary>
    internal ClusterClient Witnessed(IWitness witness) => new(this, witness);

    /// <summary>The server's git version, for example <c>v1.20.2</c>.</summary>
    internal async Task<string> GetServerVersionAsync(CancellationToken cancellationToken)
    {
        var answer = await _connection.SendForObjectAsync(ObjectRequests.Version, cancellationToken);
        return ReadVersion(answer);
    }

    /// <summary>The server's git version; null where the user may not read it, which is a right of its own.</summary>
    public async Task<string?> FindServerVersionAsync(CancellationToken cancellationToken)
    {
        var response = await _connection.SendAsync(ObjectRequests.Version, cancellationToken);
        return response.Code == HttpStatusCode.Forbidden ? null : ReadVersion(_connection.ReadObject(ObjectRequests.Version, response));
    }

    /// <summary>The names of the namespaces.</summary>
    public async Task<IReadOnlyList<string>> ListNamespacesAsync(CancellationToken cancellationToken) =>
        [.. (await ListAsync(KnownTypes.Namespaces, ListFilter.All, cancellationToken)).Select(item => item.Name())];

    /// <summary>Sends a request to a path outside the Kubernetes API.</summary>
    internal Task<JsonObject> SendForObjectAsync(ApiRequest request, CancellationToken cancellationToken) =>
        _connection.SendForObjectAsync(request, cancellationToken);

    /// <summary>Reads one object; null when it, its namespace or its kind does not exist.</summary>
    internal async Task<JsonObject?> GetAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (await FindTypeAsync(key.ApiVersion, key.Kind, cancellationToken) is not { } type)
        {
            return null;
        }

        var request = ObjectRequests.Get(type, key);
        var response = await _connection.SendAsync(request, cancellationToken);
        return response.Code == HttpStatusCode.NotFound ? null : _connection.ReadObject(request, response);
    }

    /// <summary>Applies an object on the server as field manager nsmps and returns what the server made of it.</summary>
    internal async Task<JsonObject> ApplyAsync(JsonObject manifest, bool force, bool dryRun, CancellationToken cancellationToken)
    {
        var key = ManifestKeys.Read(manifest);
        var type = await RequireTypeAsync(key, cancellationToken);
        return await SendAsync(ObjectRequests.Apply(type, key, manifest, force, dryRun), key, dryRun, cancellationToken);
    }

    /// <summary>Creates an object (POST) and returns what the server made of it.</summary>
    internal async Task<JsonObject> CreateAsync(JsonObject manifest, bool dryRun, CancellationToken cancellationToken)
    {
        var key = ManifestKeys.Read(manifest);
        var type = await RequireTypeAsync(key, cancellationToken);
        return await SendAsync(ObjectRequests.Create(type, key, manifest, dryRun), key, dryRun, cancellationToken);
    }

    /// <summary>Gives a pod that runs an ephemeral container; false where the server offers none or the pod is gone.</summary>
    internal async Task<bool> AddContainerAsync(string @namespace, string pod, JsonObject container, CancellationToken cancellationToken)
    {
        var request = ObjectRequests.AddContainer(@namespace, pod, container);
        var response = await _connection.SendAsync(request, cancellationToken);
        return response.Success || (response.Code == HttpStatusCode.NotFound ? false : throw _connection.Errors.Refused(request, response));
    }

    /// <summary>Deletes an object; false when it was not there. With <paramref name="uid"/> only that very object.</summary>
    internal async Task<bool> DeleteAsync(ObjectKey key, string? uid, CancellationToken cancellationToken)
    {
        if (await FindTypeAsync(key.ApiVersion, key.Kind, cancellationToken) is not { } type)
        {
            return false;
        }

        var request = ObjectRequests.Delete(type, key, uid);
        var response = await _connection.SendAsync(request, cancellationToken);
        return response switch
        {
            { Success: true } => true,

            // Where an attempt's answer was lost, it is that attempt which deleted it.
            { Code: HttpStatusCode.NotFound } => response.Repeated,

            // The name now belongs to another object.
            { Code: HttpStatusCode.Conflict } when uid is not null => response.Repeated,
            _ => throw _connection.Errors.Refused(request, response),
        };
    }

    /// <summary>Lists objects, page by page; empty when the kind does not exist. Items carry apiVersion and kind.</summary>
    internal Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type, ListFilter filter, CancellationToken cancellationToken) =>
        ListAsync(type, filter, parts: null, cancellationToken);

    /// <summary>As above, for one who has no use for some parts of the objects, and reads many.</summary>
    internal async Task<IReadOnlyList<JsonObject>> ListAsync(ResourceType type, ListFilter filter, PartFilter? parts,
        CancellationToken cancellationToken)
    {
        using var lease = new AnswerLease(_connection.Answers);
        var list = await _lister.ListAsync(type, filter, parts, lease, cancellationToken);
        return list?.Items ?? [];
    }

    /// <summary>The objects of several kinds, in the order of the kinds.</summary>
    internal async Task<IReadOnlyList<JsonObject>> ListAsync(IEnumerable<ResourceType> types, ListFilter filter,
        CancellationToken cancellationToken) =>
        [.. (await Task.WhenAll(types.Select(type => ListAsync(type, filter, cancellationToken)))).SelectMany(list => list)];

    /// <summary>Lists, then watches forever: survives cuts, restarts and 410 by listing again. Ends only by cancellation.</summary>
    /// <exception cref="NsmException">AccessDenied; ClusterUnreachable when an outage outlasts
    /// <see cref="ClusterOptions.OutageBudget"/>.</exception>
    internal IAsyncEnumerable<WatchEvent> WatchAsync(ResourceType type, ListFilter filter, CancellationToken cancellationToken) =>
        new ResourceWatcher(_connection, _lister, type, filter).WatchAsync(cancellationToken);

    /// <summary>Runs a command in a container.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container in it.</param>
    /// <param name="command">The program and its arguments; no shell reads them.</param>
    /// <param name="timeout">How long connecting and running may take together. The program itself goes on in the container.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="NsmException">ExecFailed when it could not be run to its end.</exception>
    internal Task<ExecResult> ExecAsync(
        string @namespace, string pod, string container, IReadOnlyList<string> command, TimeSpan timeout,
        CancellationToken cancellationToken) =>
        ExecAsync(@namespace, pod, container, command, question: null, timeout, cancellationToken);

    /// <summary>Runs a command that may ask once for a line of input; all else as above.</summary>
    internal Task<ExecResult> ExecAsync(
        string @namespace, string pod, string container, IReadOnlyList<string> command, ExecQuestion? question, TimeSpan timeout,
        CancellationToken cancellationToken)
    {
        var call = new ExecCall(@namespace, pod, container, command, question is not null);
        return _witness is null
            ? _exec.RunAsync(call, question, timeout, cancellationToken)
            : ExecAsync(call, question, timeout, _witness, cancellationToken);
    }

    /// <summary>Runs a command in a container and gives its lines as they come, then how it ended. Its input is closed when the caller
    /// stops reading.</summary>
    /// <exception cref="NsmException">ExecFailed when it cannot be run, or cannot be followed to its end.</exception>
    internal IAsyncEnumerable<ExecOutput> FollowAsync(string @namespace, string pod, string container, IReadOnlyList<string> command,
        TimeSpan timeout, CancellationToken cancellationToken) =>
        _stream.RunAsync(new ExecCall(@namespace, pod, container, command, Input: true), timeout, cancellationToken);

    /// <summary>Connects to a port of a pod through the API server. The caller closes the
    /// connection; cancelling concerns the connecting only.</summary>
    /// <exception cref="NsmException">PodPortUnreachable, AccessDenied, ClusterUnreachable.</exception>
    internal Task<Stream> ConnectToPodAsync(string @namespace, string pod, int port, CancellationToken cancellationToken) =>
        _forward.ConnectAsync(@namespace, pod, port, cancellationToken);

    /// <summary>The last lines of a container's log; empty when there is none.</summary>
    /// <param name="namespace">The pod's namespace.</param>
    /// <param name="pod">The pod.</param>
    /// <param name="container">The container in it.</param>
    /// <param name="previous">True for the instance before the last restart.</param>
    /// <param name="lines">How many lines at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    internal async Task<IReadOnlyList<string>> ReadLogAsync(
        string @namespace, string pod, string container, bool previous, int lines, CancellationToken cancellationToken)
    {
        var request = ObjectRequests.Log(@namespace, pod, container, previous, lines);
        var response = await _connection.SendAsync(request, cancellationToken);

        // 400: the container has not started, or was never restarted.
        return response.Code is HttpStatusCode.BadRequest or HttpStatusCode.NotFound ? []
            : response.Success ? LogLines.Split(response.Body.Span)
            : throw _connection.Errors.Refused(request, response);
    }

    /// <summary>How the server serves a kind; null when it does not.</summary>
    internal Task<ResourceType?> FindTypeAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        _types.FindAsync(apiVersion, kind, cancellationToken);

    /// <summary>As above, asked now: where a definition may have gone since this client last heard of the kind.</summary>
    internal Task<ResourceType?> FindTypeAnewAsync(string apiVersion, string kind, CancellationToken cancellationToken) =>
        _types.FindAnewAsync(apiVersion, kind, cancellationToken);

    /// <summary>What the API server has warned of since this was last asked: deprecated versions, and what policies would refuse.</summary>
    public IReadOnlyList<string> TakeWarnings() => _connection.Warnings.Take();

    /// <summary>Closes the connections that are idle, for one who has got another client. What runs goes on, and may send more.</summary>
    public void Retire() => _connection.Retire();

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private async Task<ExecResult> ExecAsync(ExecCall call, ExecQuestion? question, TimeSpan timeout, IWitness witness,
        CancellationToken cancellationToken)
    {
        var (asked, answer) = ((string?)null, (string?)null);
        var heard = question is null ? null : question with
        {
            Answer = printed =>
            {
                (asked, answer) = (printed + question.Marker, question.Answer(printed));
                return answer;
            },
        };
        try
        {
            var result = await _exec.RunAsync(call, heard, timeout, cancellationToken);
            witness.Ran(call, asked, answer, result);
            return result;
        }
        catch (NsmException failure) when (failure.Error == NsmErrors.ExecFailed)
        {
            witness.Failed(call, failure);
            throw;
        }
    }

    private async Task<JsonObject> SendAsync(ApiRequest request, ObjectKey key, bool dryRun, CancellationToken cancellationToken)
    {
        var answer = await _connection.SendAsync(request, cancellationToken);
        if (dryRun)
        {
            _witness?.Tried(request, key.Name, answer);
        }

        if (answer.IsOfNoKind && await FindTypeAnewAsync(key.ApiVersion, key.Kind, cancellationToken) is null)
        {
            throw _connection.Errors.KindUnknown(key.ApiVersion, key.Kind, key.ToString());
        }

        return _connection.ReadObject(request, answer);
    }

    private string ReadVersion(JsonObject answer) => answer["gitVersion"] is JsonValue value && value.TryGetValue(out string? version)
        ? version
        : throw _connection.Errors.Unreadable(ObjectRequests.Version);

    private async Task<ResourceType> RequireTypeAsync(ObjectKey key, CancellationToken cancellationToken) =>
        await FindTypeAsync(key.ApiVersion, key.Kind, cancellationToken)
            ?? throw _connection.Errors.KindUnknown(key.ApiVersion, key.Kind, key.ToString());
}
