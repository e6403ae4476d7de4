using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NsmPS.Adapter.Tests.Registration;

/// <summary>As much of a Meshery server as registration needs, on a real port; it decodes
/// bodies as servers of both generations do.</summary>
internal sealed class MesheryServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private MesheryServer(WebApplication application) => _application = application;

    public Uri Address => new(_application.Urls.Single());

    public ConcurrentQueue<(JsonObject Body, JsonObject Component)> Registered { get; } = [];

    public ConcurrentQueue<string> Paths { get; } = [];

    /// <summary>The status to answer with.</summary>
    public int Answer { get; set; } = StatusCodes.Status200OK;

    public static async Task<MesheryServer> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        var server = new MesheryServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Paths.Enqueue($"{context.Request.Method} {context.Request.Path}");
        var body = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted);
        var component = JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String((string)body!["entity"]!)))!.AsObject();
        context.Response.StatusCode = Answer;
        if (Answer == StatusCodes.Status302Found)
        {
            context.Response.Headers.Location = "/elsewhere";
        }

        if (Answer == StatusCodes.Status200OK)
        {
            Registered.Enqueue((body, component));
        }
    }
}
