using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Credentials;

namespace NsmPS.Kubernetes.Http;

/// <summary>Sends requests over one connection pool, repeats them through outages, and
/// turns failures into the catalogue's errors.</summary>
internal sealed class ApiConnection : IDisposable
{
    /// <summary>More than a page of 500 large objects has.</summary>
    private const long LargestAnswer = 256L * 1024 * 1024;

    private static readonly ProductInfoHeaderValue s_userAgent = new("nsmps",
        typeof(ApiConnection).Assembly.GetName().Version?.ToString(3));

    private readonly string _root;
    private readonly TimeSpan _attemptTimeout;
    private readonly ApiRetry _retry;
    private readonly CredentialHandler? _credentials;

    public ApiConnection(string name, Uri server, HttpMessageHandler handler, TimeProvider time, ClusterOptions options)
    {
        Server = server;
        Time = time;
        Invoker = new HttpMessageInvoker(handler);
        _credentials = handler as CredentialHandler;
        Errors = new ApiErrors(name, server);
        _root = server.AbsoluteUri.TrimEnd('/');
        _attemptTimeout = options.RequestTimeout;
        _retry = new ApiRetry(time, options.OutageBudget);
    }

    public Uri Server { get; }

    public TimeProvider Time { get; }

    public ApiErrors Errors { get; }

    /// <summary>What requests go through; the WebSockets of exec use the same, so both are verified alike.</summary>
    public HttpMessageInvoker Invoker { get; }

    /// <summary>The full address of a request.</summary>
    public Uri Address(ApiRequest request) => new(_root + request.Path);

    /// <summary>Sends and reads the whole answer, whatever its status.</summary>
    /// <exception cref="NsmException">No answer came.</exception>
    public Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken) =>
        CallAsync(request, token => AttemptAsync(request, static _ => false, token), cancellationToken);

    /// <summary>Sends and reads the answer as an object.</summary>
    /// <exception cref="NsmException">No answer came, or one that is not a success.</exception>
    public async Task<JsonObject> SendForObjectAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var response = await SendAsync(request, cancellationToken);
        return ReadObject(request, response);
    }

    /// <summary>The body of a successful answer.</summary>
    /// <exception cref="NsmException">The answer is not a success, or not an object.</exception>
    public JsonObject ReadObject(ApiRequest request, ApiResponse response)
    {
        return !response.Success ? throw Errors.Refused(request, response)
            : response.TryReadObject() ?? throw Errors.Unreadable(request);
    }

    /// <summary>Sends, and leaves the body of a success unread: it is governed by the token
    /// only. The second value is the answer of any other status.</summary>
    public async Task<(HttpResponseMessage? Open, ApiResponse Answer)> OpenAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? open = null;
        var answer = await CallAsync(request, token => AttemptAsync(request, Keep, token), cancellationToken);
        return (open, answer);

        bool Keep(HttpResponseMessage message)
        {
            open = message.IsSuccessStatusCode ? message : null;
            return open is not null;
        }
    }

    /// <summary>Makes attempts of any kind until one is answered.</summary>
    /// <exception cref="NsmException">No attempt was.</exception>
    public async Task<ApiResponse> CallAsync(ApiRequest request, Func<CancellationToken, Task<ApiAttempt>> attempt,
        CancellationToken cancellationToken)
    {
        var last = await _retry.ExecuteAsync(request, token => AttemptWithLoginAsync(attempt, token), cancellationToken);
        return last.Response ?? throw Errors.Unanswered(request, last.Failure!);
    }

    /// <summary>Has credentials ready, so that a login does not take the time of what follows.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_credentials is not null)
        {
            await _credentials.PrepareAsync(cancellationToken);
        }
    }

    public void Dispose() => Invoker.Dispose();

    /// <summary>An attempt, made once more where the server refuses the credentials and there are others.</summary>
    private async Task<ApiAttempt> AttemptWithLoginAsync(Func<CancellationToken, Task<ApiAttempt>> attempt, CancellationToken token)
    {
        if (_credentials is null)
        {
            return await attempt(token);
        }

        var used = await _credentials.PrepareAsync(token);
        var answered = await attempt(token);
        return answered.Response?.Code == HttpStatusCode.Unauthorized && await _credentials.RenewAsync(used, token)
            ? await attempt(token)
            : answered;
    }

    private async Task<ApiAttempt> AttemptAsync(ApiRequest request, Func<HttpResponseMessage, bool> keep,
        CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_attemptTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            using var message = Message(request);
            response = await Invoker.SendAsync(message, either.Token);
            var answer = new ApiResponse(response.StatusCode, default, RetryAfter(response));
            if (keep(response))
            {
                response = null;
                return ApiAttempt.Answered(answer);
            }

            // A server that a stranger's kubeconfig names may answer without end.
            await response.Content.LoadIntoBufferAsync(LargestAnswer, either.Token);
            return ApiAttempt.Answered(answer with { Body = await response.Content.ReadAsByteArrayAsync(either.Token) });
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var text = string.Create(System.Globalization.CultureInfo.InvariantCulture,
                $"it did not answer within {_attemptTimeout.TotalSeconds:0.###} s");
            return ApiAttempt.Failed(new ApiFailure(ApiFailureKind.TimedOut, text, exception));
        }
        catch (Exception exception) when (ApiFailure.From(exception) is not null)
        {
            // A cancelled request may also end as a cut connection.
            cancellationToken.ThrowIfCancellationRequested();
            return ApiAttempt.Failed(ApiFailure.From(exception)!);
        }
        finally
        {
            response?.Dispose();
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, Address(request))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.UserAgent.Add(s_userAgent);
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
