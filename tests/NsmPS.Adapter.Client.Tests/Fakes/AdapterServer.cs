using System.Net;
using System.Security.Cryptography.X509Certificates;
using Grpc.Health.V1;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace NsmPS.Adapter.Client.Tests.Fakes;

/// <summary>A real gRPC server on the loopback interface.</summary>
internal sealed class AdapterServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private AdapterServer(WebApplication application, FakeMesh mesh, HealthServiceImpl health) =>
        (_application, Mesh, Health) = (application, mesh, health);

    public FakeMesh Mesh { get; }

    public HealthServiceImpl Health { get; }

    /// <summary>Where it listens, for example <c>http://127.0.0.1:5000</c>.</summary>
    public Uri Url => new(_application.Urls.Single());

    /// <param name="mesh">Its service; null for a new one.</param>
    /// <param name="port">Its port; 0 for any.</param>
    /// <param name="asInGo">Without health service, and without reflection.</param>
    /// <param name="certificate">Its certificate; null for plain text.</param>
    /// <param name="clients">The authority that clients have to show a certificate of; null for none.</param>
    public static async Task<AdapterServer> StartAsync(
        FakeMesh? mesh = null, int port = 0, bool asInGo = false, X509Certificate2? certificate = null, X509Certificate2? clients = null)
    {
        mesh ??= new FakeMesh();
        var health = new HealthServiceImpl();
        health.SetStatus("", HealthCheckResponse.Types.ServingStatus.Serving);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            if (certificate is not null)
            {
                listen.UseHttps(https => Secure(https, certificate, clients));
            }
        }));
        builder.Services.AddGrpc();
        builder.Services.AddGrpcReflection();
        builder.Services.AddSingleton(mesh);
        builder.Services.AddSingleton(health);
        var application = builder.Build();
        application.MapGrpcService<FakeMesh>();
        if (!asInGo)
        {
            application.MapGrpcService<HealthServiceImpl>();
            application.MapGrpcReflectionService();
        }

        await application.StartAsync(TestContext.Current.CancellationToken);
        return new AdapterServer(application, mesh, health);
    }

    /// <summary>Ends as a killed server does: connections are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private static void Secure(HttpsConnectionAdapterOptions https, X509Certificate2 certificate, X509Certificate2? clients)
    {
        https.ServerCertificate = certificate;
        if (clients is not null)
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (shown, _, _) => shown.Issuer == clients.Subject;
        }
    }
}
