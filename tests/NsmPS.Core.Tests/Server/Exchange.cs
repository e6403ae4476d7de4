using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace NsmPS.Core.Tests.Server;

/// <summary>One request and its answer, between an HTTP client and a pipeline of ASP.NET Core in the same process.</summary>
internal sealed class Exchange : IHttpResponseBodyFeature, IHttpUpgradeFeature, IHttpRequestLifetimeFeature
{
    private readonly Pipe _body = new(new PipeOptions(pauseWriterThreshold: 0));
    private readonly TaskCompletionSource<Stream> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Task> _giveUp;
    private readonly DefaultHttpContext _context;
    private Stream? _far;
    private bool _cut;

    private Exchange(HttpRequestMessage request, Stream body, string token)
    {
        var abort = new CancellationTokenSource();
        RequestAborted = abort.Token;
        _giveUp = abort.CancelAsync;
        Stream = _body.Writer.AsStream(leaveOpen: true);
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Method = request.Method.Method,
            Scheme = Uri.UriSchemeHttps,
            Protocol = HttpProtocol.Http11,
            Path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath),
            QueryString = request.RequestUri.Query,
            Body = body,
        });
        features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        features.Set<IHttpResponseBodyFeature>(this);
        features.Set<IHttpUpgradeFeature>(this);
        features.Set<IHttpRequestLifetimeFeature>(this);
        _context = new DefaultHttpContext(features);
        foreach (var header in request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default))
        {
            _context.Request.Headers[header.Key] = header.Value.ToString();
        }

        _context.Request.Headers.Authorization = "Bearer " + token;
    }

    public Stream Stream { get; }

    public PipeWriter Writer => _body.Writer;

    public bool IsUpgradableRequest => true;

    public CancellationToken RequestAborted { get; set; }

    /// <summary>Sends a request through the pipeline. The answer is there when it is whole, or once it streams.</summary>
    public static async Task<HttpResponseMessage> SendAsync(
        RequestDelegate pipeline, HttpRequestMessage request, string token, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Stream body = request.Content is { } content ? await content.ReadAsStreamAsync(cancellationToken) : Stream.Null;
        var exchange = new Exchange(request, body, token);
        Task run = exchange.RunAsync(pipeline);
        try
        {
            if (await Task.WhenAny(exchange._started.Task, run).WaitAsync(cancellationToken) == run)
            {
                // A mistake of the pipeline is the test's to fail with.
                await run;
            }

            return exchange.Answer(request, await exchange._started.Task);
        }
        catch (OperationCanceledException)
        {
            exchange.GiveUp();
            throw;
        }
    }

    public void DisableBuffering()
    {
    }

    public Task StartAsync(CancellationToken cancellationToken = default)
    {
        _started.TrySetResult(_body.Reader.AsStream());
        return Task.CompletedTask;
    }

    public Task CompleteAsync() => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Stream> UpgradeAsync()
    {
        _context.Response.StatusCode = StatusCodes.Status101SwitchingProtocols;
        (Stream near, _far) = DuplexStream.CreatePair();
        _started.TrySetResult(near);
        return Task.FromResult(_far);
    }

    /// <summary>Cuts the connection, as a server does that dies.</summary>
    public void Abort()
    {
        _cut = true;
        GiveUp();
    }

    private void GiveUp() => _ = _giveUp();

    private async Task RunAsync(RequestDelegate pipeline)
    {
        try
        {
            await pipeline(_context);
        }
        finally
        {
            await _body.Writer.CompleteAsync(_cut ? new IOException("cut") : null);
            if (_far is not null)
            {
                await _far.DisposeAsync();
            }
        }

        if (_cut)
        {
            _started.TrySetException(new HttpRequestException(HttpRequestError.ResponseEnded, "cut"));
        }

        await StartAsync();
    }

    private HttpResponseMessage Answer(HttpRequestMessage request, Stream stream)
    {
        var response = new HttpResponseMessage((HttpStatusCode)_context.Response.StatusCode)
        {
            Content = new BodyContent(stream, GiveUp),
            RequestMessage = request,
        };
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in _context.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value.ToString()))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value.ToString());
            }
        }

        return response;
    }
}
