using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Adapter.Hosting;
using Polly;
using Polly.Retry;

namespace NsmPS.Adapter.Registration;

/// <summary>Speaks to the Meshery server. Its answers are not trusted: no redirect is followed, and bodies are read up to a limit.
/// </summary>
internal sealed class MesheryClient : IDisposable
{
    private const string RegisterPath = "/api/meshmodel/components/register";
    private const string ModelPath = $"/api/meshmodels/models/{AdapterIdentity.ModelName}?components=true&pagesize=all";
    private const string ComponentsPath = $"/api/meshmodels/models/{AdapterIdentity.ModelName}/components?pagesize=all";
    private const int AnswerLimit = 8 * 1024 * 1024;
    private const int DepthLimit = 64;
    private const int Attempts = 4;

    /// <summary>Where models are imported; newer servers have moved it.</summary>
    private static readonly string[] s_importPaths = ["/api/meshmodels/register", "/api/registry/register"];

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private readonly Uri _server;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<MesheryAnswer> _pipeline;

    public MesheryClient(Uri server, TimeProvider time)
    {
        (_server, _time) = (server, time);
        _pipeline = new ResiliencePipelineBuilder<MesheryAnswer> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<MesheryAnswer>
        {
            MaxRetryAttempts = Attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            UseJitter = true,

            // Not after a missing answer: the server may have done what was asked, and would do it twice.
            ShouldHandle = attempt => ValueTask.FromResult(attempt.Outcome.Exception is HttpRequestException
                || attempt.Outcome.Result?.Code is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests),
        }).Build();
    }

    /// <summary>What the server shows of the model; null when it does not let itself be asked.</summary>
    /// <exception cref="NsmException">RegistrationFailed: there is no answer.</exception>
    public Task<RegisteredModels?> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(ModelPath, RegisteredModels.Read, cancellationToken);

    /// <summary>The model's components that the server has, shown with a model or not; null when it does not let itself be asked.</summary>
    /// <exception cref="NsmException">RegistrationFailed: there is no answer.</exception>
    public Task<IReadOnlySet<ComponentName>?> ReadComponentsAsync(CancellationToken cancellationToken) =>
        ReadAsync(ComponentsPath, RegisteredModels.ReadComponents, cancellationToken);

    /// <summary>Registers one component.</summary>
    /// <exception cref="NsmException">RegistrationFailed: there is no connection.</exception>
    public Task<MesheryAnswer> RegisterAsync(ComponentDefinition definition, AdapterSettings settings, int port,
        CancellationToken cancellationToken) =>
        SendAsync(() => new HttpRequestMessage(HttpMethod.Post, AddressOf(RegisterPath))
        {
            Content = RegistrationPayload.Of(definition, settings, port)
        }, 0, cancellationToken);

    /// <summary>Imports a package, as a user does.</summary>
    /// <exception cref="NsmException">RegistrationFailed: there is no connection.</exception>
    public async Task<MesheryAnswer> ImportAsync(ModelPackage package, ServerToken token, CancellationToken cancellationToken)
    {
        MesheryAnswer answer = new(HttpStatusCode.NotFound, null);
        for (var i = 0; i < s_importPaths.Length && answer.Code == HttpStatusCode.NotFound; i++)
        {
            var address = AddressOf(s_importPaths[i]);
            answer = await SendAsync(() =>
            {
                var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = RegistrationPayload.Of(package) };
                request.Headers.Add("Cookie", token.Cookies);
                return request;
            }, 0, cancellationToken);
        }

        return answer;
    }

    public void Dispose() => _http.Dispose();

    private async Task<T?> ReadAsync<T>(string path, Func<JsonNode?, T> read, CancellationToken cancellationToken)
        where T : class
    {
        var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Get, AddressOf(path)), AnswerLimit, cancellationToken);
        if (answer.TimedOut)
        {
            throw Failed(answer.Refusal!);
        }

        try
        {
            return answer.Body is { } body && answer.Success
                ? read(JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { MaxDepth = DepthLimit }))
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Uri AddressOf(string path) => new(_server, _server.AbsolutePath.TrimEnd('/') + path);

    private async Task<MesheryAnswer> SendAsync(Func<HttpRequestMessage> make, int bodyLimit, CancellationToken cancellationToken)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await SendOnceAsync(make, bodyLimit, token), cancellationToken);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw Failed($"cannot be used: {exception.Message}", exception);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return MesheryAnswer.None;
        }
    }

    private async Task<MesheryAnswer> SendOnceAsync(Func<HttpRequestMessage> make, int bodyLimit, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MesheryAnswer.Time, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = make();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
        return new MesheryAnswer(response.StatusCode, bodyLimit == 0 ? null : await ReadAsync(response, bodyLimit, both.Token));
    }

    // What is longer is no answer that can be used.
    private static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int limit, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (read.Length + count > limit)
            {
                return null;
            }

            await read.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
        }

        return read.ToArray();
    }

    private NsmException Failed(string what, Exception? inner = null) =>
        new(NsmErrors.RegistrationFailed, $"The Meshery server at {_server.GetLeftPart(UriPartial.Authority)} {what}.", null, inner);
}
