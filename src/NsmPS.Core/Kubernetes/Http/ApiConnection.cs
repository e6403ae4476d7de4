using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Connection;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Kubernetes.Http;

/// <summary>Sends requests over the connections to one server, repeats them through outages, and
/// turns failures into the catalogue's errors.</summary>
internal sealed class ApiConnection : IDisposable
{
    private readonly TransportPool _transports;
    private readonly string _root;
    private readonly string? _proxy;
    private readonly TimeSpan _attemptTimeout;
    private readonly ApiRetry _retry;
    private readonly string _name;
    private readonly IRequestLog? _log;

    public ApiConnection(ConnectionSettings settings, CredentialSource source, TimeProvider time, ClusterOptions options,
        DelegatingHandler? door)
    {
        Server = settings.Server;
        Time = time;
        Errors = new ApiErrors(settings.Name, settings.Server, settings.Proxy);
        _proxy = ProxyFailure.Show(settings.Proxy);
        Answers = (options.Answers ?? new AnswerBudget()).ForOne();
        _transports = new TransportPool(settings, source, time, Answers, door);
        _root = settings.Server.AbsoluteUri.TrimEnd('/');
        _attemptTimeout = options.RequestTimeout;
        _retry = new ApiRetry(time, options.OutageBudget);
        (_name, _log) = (settings.Name, options.Log);
    }

    public Uri Server { get; }

    public TimeProvider Time { get; }

    public ApiErrors Errors { get; }

    public ApiWarnings Warnings { get; } = new();

    /// <summary>What its answers may take of the memory.</summary>
    public AnswerBudget Answers { get; }

    /// <summary>Sends and reads the whole answer, whatever its status.</summary>
    /// <exception cref="NsmException">No answer came.</exception>
    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        using var lease = new AnswerLease(Answers);
        return await SendAsync(request, lease, cancellationToken);
    }

    /// <inheritdoc cref="SendAsync(ApiRequest, CancellationToken)"/>
    /// <param name="request">The request.</param>
    /// <param name="lease">What then holds the answer, for one who has many.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<ApiResponse> SendAsync(ApiRequest request, AnswerLease lease, CancellationToken cancellationToken) =>
        CallAsync(request, (transport, token) => AttemptAsync(request, transport, lease, static _ => false, token), cancellationToken);

    /// <summary>Sends and reads the answer as an object.</summary>
    /// <exception cref="NsmException">No answer came, or one that is not a success.</exception>
    public async Task<JsonObject> SendForObjectAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken);
        return ReadObject(request, response);
    }

    /// <summary>The body of a successful answer.</summary>
    /// <exception cref="NsmException">The answer is not a success, or not an object.</exception>
    public JsonObject ReadObject(ApiRequest request, ApiResponse response) =>
        !response.Success ? throw Errors.Refused(request, response)
            : response.TryReadObject() ?? throw Errors.Unreadable(request);

    /// <summary>Sends, and leaves the body of a success unread: it is governed by the token
    /// only. The second value is the answer of any other status.</summary>
    public async Task<(HttpResponseMessage? Open, ApiResponse Answer)> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? open = null;
        using var lease = new AnswerLease(Answers);
        var answer = await CallAsync(
            request, (transport, token) => AttemptAsync(request, transport, lease, Keep, token), cancellationToken);
        return (open, answer);

        bool Keep(HttpResponseMessage message)
        {
            open = message.IsSuccessStatusCode ? message : null;
            return open is not null;
        }
    }

    /// <summary>Opens a connection to a pod. What the server answers instead becomes the caller's error.</summary>
    public async Task<WebSocket> OpenSocketAsync(
        ApiRequest request, PodDial dial, Func<ApiResponse, NsmException> refused, CancellationToken cancellationToken)
    {
        WebSocket? connected = null;
        var answer = await CallAsync(request, (transport, token) => AttemptAsync(dial.ByWebSocket, transport, token), cancellationToken);
        if (connected is null && (ApiErrors.IsMissingRight(answer) || ApiErrors.IsOfStrangerToUpgrades(answer)))
        {
            var second = await CallAsync(request, (transport, token) => AttemptAsync(dial.BySpdy, transport, token), cancellationToken);
            answer = ApiErrors.IsMissingRight(answer) ? second : answer;
        }

        return connected ?? throw refused(answer);

        async Task<ApiAttempt> AttemptAsync(PodDial.Way way, ClusterTransport transport, CancellationToken token)
        {
            try
            {
                connected = await way(transport, token);
                return ApiAttempt.Answered(new ApiResponse(HttpStatusCode.SwitchingProtocols, default, null));
            }
            catch (UpgradeRefusedException exception)
            {
                return ApiAttempt.Answered(exception.Answer);
            }
            catch (Exception exception) when (Failure(exception, transport) is not null)
            {
                token.ThrowIfCancellationRequested();
                return ApiAttempt.Failed(Failure(exception, transport)!);
            }
        }
    }

    /// <summary>Obtains credentials first, so that a login does not use up the time of the request that follows.</summary>
    public Task PrepareAsync(CancellationToken cancellationToken) => _transports.PrepareAsync(cancellationToken);

    /// <summary>Closes the connections that are idle. A later request opens new ones.</summary>
    public void Retire() => _transports.Retire();

    public void Dispose() => _transports.Dispose();

    /// <summary>Makes attempts of any kind until one is answered.</summary>
    /// <exception cref="NsmException">No attempt was.</exception>
    private async Task<ApiResponse> CallAsync(ApiRequest request, Func<ClusterTransport, CancellationToken, Task<ApiAttempt>> attempt,
        CancellationToken cancellationToken)
    {
        var last = await _retry.ExecuteAsync(request,
            token => LoggedAsync(request, () => _transports.AttemptAsync(attempt, token)), cancellationToken);
        return last.Response ?? throw Errors.Unanswered(request, last.Failure!);
    }

    private async Task<ApiAttempt> LoggedAsync(ApiRequest request, Func<Task<ApiAttempt>> attempt)
    {
        var begun = Time.GetTimestamp();
        var ended = await attempt();
        if (_log is { IsRead: true })
        {
            var outcome = ended.Response is { } response ? $"{(int)response.Code}" : ended.Failure!.Text;
            _log.Ended(new RequestEntry(_name, request.Method.Method, request.Path, outcome, Time.GetElapsedTime(begun)));
        }

        return ended;
    }

    private async Task<ApiAttempt> AttemptAsync(ApiRequest request, ClusterTransport transport, AnswerLease lease,
        Func<HttpResponseMessage, bool> keep, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_attemptTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var message = Message(request);
            response = await transport.SendAsync(message, either.Token);
            var retryAfter = RetryAfter(response);
            Warnings.Read(request, response);
            if (keep(response))
            {
                var code = response.StatusCode;
                response = null;
                return ApiAttempt.Answered(new ApiResponse(code, default, retryAfter));
            }

            var answer = await ApiAnswers.ReadAsync(
                response, response.IsSuccessStatusCode ? request.LargestAnswer : ApiAnswers.LargestStatus, lease, either.Token);
            return ApiAttempt.Answered(answer with { RetryAfter = retryAfter });
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var text = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"it did not answer within {_attemptTimeout.TotalSeconds:0.###} s");
            return ApiAttempt.Failed(new ApiFailure(ApiFailureKind.TimedOut, text, exception));
        }
        catch (Exception exception) when (Failure(exception, transport) is not null)
        {
            // A cancelled request may also end as a cut connection.
            cancellationToken.ThrowIfCancellationRequested();
            return ApiAttempt.Failed(Failure(exception, transport)!);
        }
        finally
        {
            response?.Dispose();
        }
    }

    /// <summary>What an exception means for the attempt; null when it is not one of the connection's.</summary>
    private ApiFailure? Failure(Exception exception, ClusterTransport transport) =>
        exception is ObjectDisposedException && transport.Retired
            // Its connections were closed between being chosen and being used; the next attempt gets new ones.
            ? new ApiFailure(ApiFailureKind.NotConnected, "its connections were closed", exception)
            : ApiFailure.From(exception, _proxy);

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, _root + request.Path)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        return message;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - Time.GetUtcNow(),
        _ => null,
    };
}
