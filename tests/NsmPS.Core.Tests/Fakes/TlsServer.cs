using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using NsmPS.Core.Tests.Server;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A real HTTPS server on the loopback interface: answers /version, and runs every command successfully.</summary>
internal sealed class TlsServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConnectionCount _count;

    private TlsServer(WebApplication application, ConnectionCount count) => (_application, _count) = (application, count);

    /// <summary>How many connections are open.</summary>
    public int Connections => _count.Open;

    public Uri Address => new(_application.Urls.Single());

    /// <summary>Protocol, client certificate, headers and connection of each request; copied, because Kestrel uses its own again.</summary>
    public List<(string Protocol, string? Client, IHeaderDictionary Headers, string Connection)> Seen { get; } = [];

    /// <summary>The method of each request.</summary>
    public List<string> Methods { get; } = [];

    /// <summary>The name that each request's connection asked for in its handshake (SNI); empty for none.</summary>
    public List<string> NamesAsked { get; } = [];

    /// <summary>Answers a request instead of the server; the status code, or null to let it through.</summary>
    public Func<HttpContext, int?>? Refuse { get; set; }

    /// <summary>The sandbox behind it; null for a server that knows only its version.</summary>
    public ApiServer? Backend { get; init; }

    public static Task<TlsServer> StartAsync(X509Certificate2 certificate, CancellationToken cancellationToken) =>
        StartAsync(certificate, 0, null, cancellationToken);

    /// <param name="certificate">The server's certificate.</param>
    /// <param name="port">Where it listens; 0 for any port.</param>
    /// <param name="backend">The sandbox behind it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="chain">What it sends with its certificate, in PEM form.</param>
    public static async Task<TlsServer> StartAsync(X509Certificate2 certificate, int port, ApiServer? backend,
        CancellationToken cancellationToken, string chain = "")
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var count = new ConnectionCount();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Use(count.Watch);
            listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ServerCertificateChain = [];
                https.ServerCertificateChain.ImportFromPem(chain);
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
            });
        }));
        var application = builder.Build();
        application.UseWebSockets();
        var server = new TlsServer(application, count) { Backend = backend };
        application.Run(server.AnswerAsync);
        await application.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Waits until so many connections are left; the end of a connection takes a moment to be seen.</summary>
    public Task WaitForConnectionsAsync(int left, CancellationToken cancellationToken) => _count.WaitForAsync(left, cancellationToken);

    /// <summary>Ends as a killed server does: connections are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        lock (Seen)
        {
            Seen.Add((context.Request.Protocol, context.Connection.ClientCertificate?.Subject,
                new HeaderDictionary(new Dictionary<string, StringValues>(context.Request.Headers, StringComparer.OrdinalIgnoreCase)),
                context.Connection.Id));
            Methods.Add(context.Request.Method);
            NamesAsked.Add(context.Features.Get<ISslStreamFeature>()!.SslStream.TargetHostName);
        }

        if (Refuse?.Invoke(context) is { } code)
        {
            context.Response.StatusCode = code;
        }
        else if (context.WebSockets.IsWebSocketRequest)
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync("v4.channel.k8s.io");
            await socket.SendAsync((byte[])[1, .. "hello"u8], WebSocketMessageType.Binary, true, context.RequestAborted);
            await socket.SendAsync((byte[])[3, .. """{"status":"Success"}"""u8], WebSocketMessageType.Binary, true, context.RequestAborted);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        }
        else if (context.Request.Headers.Upgrade == "SPDY/3.1" && Backend is null)
        {
            await SpdyServer.ServeAsync(context, SpdyServer.GreetAsync);
        }
        else if (Backend is not null)
        {
            context.Request.Headers.Authorization = "Bearer " + Backend.BearerToken;
            await Backend.Pipeline(context);
        }
        else
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("""{"gitVersion":"v1.36.1"}"""));
        }
    }
}
