using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A server, with and without TLS, that takes everybody and gives as its version who asked.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private EchoServer(WebApplication application) => _application = application;

    public Uri Http => new(_application.Urls.Single(url => url.StartsWith("http:", StringComparison.Ordinal)));

    public Uri Https => new(_application.Urls.Single(url => url.StartsWith("https:", StringComparison.Ordinal)));

    public static async Task<EchoServer> StartAsync(X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.ClientCertificateValidation = (_, _, _) => true;
            }));
        });
        var application = builder.Build();
        application.Run(AnswerAsync);
        await application.StartAsync(cancellationToken);
        return new EchoServer(application);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        string?[] who =
        [
            // As an API server takes it.
            headers.Authorization.FirstOrDefault()?.Trim(),
            context.Connection.ClientCertificate?.Subject,
            .. headers.Where(header => header.Key.StartsWith("Impersonate-", StringComparison.OrdinalIgnoreCase))
                .Select(header => $"{header.Key.ToUpperInvariant()}={header.Value}").Order(StringComparer.Ordinal),
        ];
        var answer = new JsonObject { ["gitVersion"] = string.Join(' ', who.Where(part => part is not null)) };
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.ToJsonString()));
    }
}
