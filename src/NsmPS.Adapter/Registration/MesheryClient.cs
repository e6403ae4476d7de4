using System.Net;
using NsmPS.Adapter.Hosting;
using Polly;
using Polly.Retry;

namespace NsmPS.Adapter.Registration;

/// <summary>Speaks to the Meshery server. Its answers are not trusted: no redirect is
/// followed, and only little of a body is read.</summary>
internal sealed class MesheryClient : IDisposable
{
    private const string RegisterPath = "/api/meshmodel/components/register";
    private const int AnswerLimit = 64 * 1024;
    private const int Attempts = 4;

    private static readonly TimeSpan s_attemptTime = TimeSpan.FromSeconds(10);
    private static readonly HttpStatusCode[] s_accepted = [HttpStatusCode.OK, HttpStatusCode.Created, HttpStatusCode.Accepted];

    private readonly HttpClient _http;
    private readonly Uri _address;
    private readonly ResiliencePipeline<HttpStatusCode> _pipeline;

    public MesheryClient(Uri server, TimeProvider time)
    {
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionIdleTimeout = s_attemptTime
        })
        {
            MaxResponseContentBufferSize = AnswerLimit,
            Timeout = s_attemptTime,
        };
        _address = new Uri(server, server.AbsolutePath.TrimEnd('/') + RegisterPath);
        _pipeline = new ResiliencePipelineBuilder<HttpStatusCode> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<HttpStatusCode>
        {
            MaxRetryAttempts = Attempts,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromSeconds(1),
            UseJitter = true,
            ShouldHandle = attempt => ValueTask.FromResult(
                attempt.Outcome.Exception is HttpRequestException
                    || attempt.Outcome.Result is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests),
        }).Build();
    }

    /// <summary>Registers one component.</summary>
    /// <exception cref="NsmException">RegistrationFailed.</exception>
    public async Task RegisterAsync(ComponentDefinition definition, AdapterSettings settings, int port, CancellationToken cancellationToken)
    {
        try
        {
            var code = await _pipeline.ExecuteAsync(async token => await SendAsync(definition, settings, port, token), cancellationToken);
            if (!s_accepted.Contains(code))
            {
                throw Failed($"answers {(int)code} for {definition.Kind} {definition.Version}");
            }
        }
        catch (HttpRequestException exception)
        {
            throw Failed($"cannot be used: {exception.Message}", exception);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<HttpStatusCode> SendAsync(ComponentDefinition definition, AdapterSettings settings, int port,
        CancellationToken cancellationToken)
    {
        try
        {
            using var body = RegistrationPayload.Of(definition, settings, port);
            using var response = await _http.PostAsync(_address, body, cancellationToken);
            return response.StatusCode;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {s_attemptTime.TotalSeconds:0} s", exception);
        }
    }

    private NsmException Failed(string what, Exception? inner = null) =>
        new(NsmErrors.RegistrationFailed, $"The Meshery server at {_address.GetLeftPart(UriPartial.Authority)} {what}.", null, inner);
}
