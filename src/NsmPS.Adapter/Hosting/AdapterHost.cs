using System.Net;
using Grpc.HealthCheck;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using NsmPS.Adapter.Events;
using NsmPS.Adapter.Hosting.Logs;
using NsmPS.Adapter.Oam;
using NsmPS.Adapter.Operations;
using NsmPS.Adapter.Operations.Journal;
using NsmPS.Adapter.Operations.Lanes;
using NsmPS.Adapter.Operations.Work;
using NsmPS.Adapter.Registration;
using NsmPS.Adapter.Services;
using NsmPS.Hosting;
using NsmPS.Kubernetes.Answers;

namespace NsmPS.Adapter.Hosting;

/// <summary>Puts the adapter together.</summary>
internal static class AdapterHost
{
    private const int MessageLimit = 4 * 1024 * 1024;
    private const int StreamsPerConnection = 100;

    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(30);

    /// <summary>Builds it; nothing listens yet.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="log">Where the log goes; the host closes it.</param>
    /// <param name="configure">Replaces services, for tests.</param>
    public static WebApplication Build(AdapterSettings settings, Stream log, Action<IServiceCollection>? configure = null)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, settings));
        builder.Logging.SetMinimumLevel(settings.LogLevel).AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning)
            .AddFilter(UnreadableMessages.LogCategory, LogLevel.None)
            .AddFilter("Microsoft.AspNetCore.Server.Kestrel", LogLevel.Error);
        builder.Services.AddSingleton<ILoggerProvider>(services =>
            new LineLog(log, services.GetRequiredService<TimeProvider>(), settings.JsonLogs ? LogLine.Json : LogLine.Text));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = settings.StopTimeout + OperationEngine.CancelTime);
        builder.Services.AddRoutingCore();
        AddServices(builder.Services, settings);
        if (settings.Tracing)
        {
            Tracing.Add(builder.Services);
        }

        configure?.Invoke(builder.Services);
        var application = builder.Build();
        Map(application, settings);
        return application;
    }

    private static void Listen(KestrelServerOptions kestrel, AdapterSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = settings.MaxConnections;
        kestrel.Limits.Http2.MaxStreamsPerConnection = StreamsPerConnection;
        kestrel.Limits.Http2.KeepAlivePingDelay = s_keepAlive;
        kestrel.Limits.Http2.KeepAlivePingTimeout = s_keepAlive;

        // Kestrel must not cut off callers that read events slowly: the adapter has its own limit for them.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(settings.Listen, settings.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            TlsSetup.Apply(listen, settings);
        });
        if (settings.HealthPort is { } port)
        {
            kestrel.Listen(settings.Listen, port, listen => listen.Protocols = HttpProtocols.Http1);
        }
    }

    private static void AddServices(IServiceCollection services, AdapterSettings settings)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = MessageLimit;
            grpc.EnableDetailedErrors = false;
            grpc.Interceptors.Add<FaultInterceptor>();
        });
        services.AddGrpcReflection();
        services.AddSingleton(settings);
        services.AddSingleton(new HubLimits { Subscribers = settings.MaxSubscribers });
        services.AddSingleton(new AdapterCatalog(settings.Manifests));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<HealthServiceImpl>();
        services.AddSingleton<AdapterHealth>();
        services.AddSingleton<AdapterAddress>();
        services.AddSingleton<AdapterMetrics>();
        services.AddSingleton<EventHub>();
        services.AddSingleton<ServerArrivals>();
        services.AddSingleton<EventSender>();
        services.AddSingleton<OperationJournal>();
        services.AddSingleton<LaneScheduler>();
        services.AddSingleton<ClusterIdentities>();
        services.AddSingleton<MeshWork>();
        services.AddSingleton<SampleWork>();
        services.AddSingleton<ManifestWork>();
        services.AddSingleton<OperationWorks>();
        services.AddSingleton(new AnswerBudget());
        services.AddSingleton<IClusterConnector, ClusterConnector>();
        services.AddSingleton<ClusterRunner>();
        services.AddSingleton<OperationRegistry>();
        services.AddSingleton<OperationEngine>();
        services.AddSingleton<DefaultKubeconfig>();
        services.AddSingleton<ComponentDispatcher>();
        services.AddSingleton<MeshGrpcService>();
        services.AddHostedService<AdapterLifetime>();
        services.AddSingleton(provider => new ProgramLife(
            settings.ReadyFile, settings.EndWithInput,
            () => new Dictionary<string, object?> { ["address"] = AddressOf(provider.GetRequiredService<IServer>()).ToString() }));
        services.AddHostedService<ProgramLifetime>();
        services.AddHostedService<Registrar>();
    }

    private static void Map(WebApplication application, AdapterSettings settings)
    {
        if (settings.AlsoServeAs is { } other)
        {
            var otherPath = new PathString($"/{other}");
            application.Use((context, next) =>
            {
                if (context.Request.Path.StartsWithSegments(otherPath, StringComparison.Ordinal, out var method))
                {
                    context.Request.Path = new PathString($"/{AdapterIdentity.ServiceName}").Add(method);
                }

                return next(context);
            });
        }

        application.Use(UnreadableMessages.TellAsync);
        application.UseRouting();
        application.MapGrpcService<MeshGrpcService>();
        application.MapGrpcService<HealthServiceImpl>();
        application.MapGrpcReflectionService();
        HealthPages.Map(application);
    }

    /// <summary>The address of the gRPC port of a started host.</summary>
    public static IPEndPoint AddressOf(IServer server)
    {
        var first = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var address = new Uri(first);
        return new IPEndPoint(IPAddress.Parse(address.Host.Trim('[', ']')), address.Port);
    }
}
