using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using NsmPS.Hosting;
using NsmPS.Sandbox.Access;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Api.Streams;
using NsmPS.Sandbox.Bundles;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Forward;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.CrossConnects;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Validation;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Nodes;
using NsmPS.Sandbox.Workloads.Security;

namespace NsmPS.Sandbox.Hosting;

/// <summary>Puts the process together.</summary>
internal static class SandboxHost
{
    private const int LargestRequest = 3 * 1024 * 1024;

    private static readonly TimeSpan s_stopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>An application that serves once it is started. <paramref name="time"/> is the real
    /// clock; <paramref name="configure"/> adds or replaces parts.</summary>
    public static WebApplication Build(SandboxSettings settings, Stream log, TimeProvider time,
        Action<IServiceCollection>? configure = null)
    {
        var bundle = settings.BundleFile is { } file ? BundleFile.Read(file) : null;
        settings = bundle is null ? settings : settings with { KubernetesVersion = bundle.KubernetesVersion };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new LineLog(log, time, Line)).SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning);
        var authority = new Authority(time);
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestRequest;
            kestrel.Listen(IPAddress.Loopback, settings.Port, endpoint => endpoint.UseHttps(authority.Server));
            kestrel.Listen(PodTransport.Calls, endpoint => endpoint.Protocols = HttpProtocols.Http2);
            kestrel.Listen(PodTransport.Pages, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        });
        var services = builder.Services;
        services.Configure<HostOptions>(options => options.ShutdownTimeout = s_stopTimeout);
        services.AddSingleton(_ => authority);
        AddParts(services, settings, time, bundle);
        services.AddSingleton(provider => new ProgramLife(settings.ReadyFile, settings.EndWithInput, () => Facts(settings, provider)));
        if (bundle is null)
        {
            services.AddHostedService<ControllerHost>();
        }

        services.AddHostedService<StateSaver>();
        services.AddHostedService<SandboxLifetime>().AddHostedService<ProgramLifetime>();
        configure?.Invoke(services);

        var application = builder.Build();
        Use(application);
        if (bundle is not null)
        {
            new BundleObjectReader(bundle, time.GetUtcNow()).Fill(application.Services.GetRequiredService<ObjectStore>());
            application.Services.GetRequiredService<RecordedManagers>().Open();
        }
        else if (settings.StateFile is not { } state || !application.Services.GetRequiredService<StateFile>().TryLoad(state))
        {
            Bootstrap.Fill(application.Services.GetRequiredService<ObjectStore>(), settings);
        }

        return application;
    }

    /// <summary>Adds what answers requests and what plays the cluster, without a server around it.</summary>
    public static void AddParts(IServiceCollection services, SandboxSettings settings, TimeProvider time, BundleContent? bundle = null)
    {
        if (bundle is not null)
        {
            services.AddSingleton(bundle).AddSingleton<RecordedChanges>().AddSingleton<RecordedManagers>();
        }

        services.AddSingleton(settings).AddSingleton(time).AddSingleton(SandboxToken.New());
        var cluster = new ScaledTimeProvider(time, settings.TimeScale);
        services.AddSingleton(provider =>
            new ObjectStore(cluster, time, new Lazy<IReadOnlyList<IAdmission>>(() => [.. provider.GetServices<IAdmission>()]),
                minor: settings.Minor));
        services.AddSingleton<IObjectStore>(provider => provider.GetRequiredService<ObjectStore>());
        services.AddSingleton(provider => provider.GetRequiredService<ObjectStore>().Kinds);
        services.AddSingleton<FieldValidation>().AddSingleton<AccountTokens>().AddSingleton<AccountPages>();
        services.AddSingleton<KindFacts>().AddSingleton<Discovery>().AddSingleton<AggregatedDiscovery>().AddSingleton<YoungKinds>();
        services.AddSingleton<Objects>().AddSingleton<Lists>().AddSingleton<Watches>();
        services.AddSingleton<PodStreams>().AddSingleton<PortForwards>().AddSingleton<ApiHandler>();
        services.AddSingleton<FaultBox>().AddSingleton<FaultTargets>().AddSingleton<WatchCuts>().AddSingleton<ControlPages>()
            .AddSingleton<TokenCheck>();
        services.AddSingleton<KubeletRestart>().AddSingleton<NodeLeases>().AddSingleton<PodSecurityLabels>();
        services.AddSingleton<Timings>().AddSingleton<WireTable>().AddSingleton<CrossConnectTable>().AddSingleton<MeshState>()
            .AddSingleton<StateFile>();
        services.AddSingleton<PodPorts>().AddSingleton<ContainerPages>().AddSingleton<PodTransport>();
        services.AddSingleton<IConnectionListenerFactory>(provider => provider.GetRequiredService<PodTransport>());
        SandboxParts.Add(services, recorded: bundle is not null);
    }

    /// <summary>Sets the order in which parts see a request.</summary>
    public static void Use(IApplicationBuilder application)
    {
        var services = application.ApplicationServices;
        application.UseWebSockets();
        application.Use((context, next) => context.Features.Get<PodRequests>() is { } pod ? pod.Answer(context) : next(context));
        application.Use(services.GetRequiredService<TokenCheck>().InvokeAsync);
        application.Use(services.GetRequiredService<ControlPages>().InvokeAsync);
        application.Use(services.GetRequiredService<AccountPages>().InvokeAsync);
        if (services.GetService<RecordedChanges>() is { } changes)
        {
            application.Use(changes.InvokeAsync);
        }

        application.Run(services.GetRequiredService<ApiHandler>().AnswerAsync);
    }

    /// <summary>Where the started server listens.</summary>
    public static Uri AddressOf(IServer server) =>
        new(server.Features.Get<IServerAddressesFeature>()!.Addresses.Single(address =>
            address.StartsWith(Uri.UriSchemeHttps, StringComparison.Ordinal)));

    /// <summary>The kubeconfig of a started server.</summary>
    public static string KubeconfigOf(IServiceProvider services) => KubeconfigText.Make(
        AddressOf(services.GetRequiredService<IServer>()), services.GetRequiredService<Authority>().Pem,
        services.GetRequiredService<SandboxToken>().Value);

    private static Dictionary<string, object?> Facts(SandboxSettings settings, IServiceProvider services) => new()
    {
        ["address"] = AddressOf(services.GetRequiredService<IServer>()).GetLeftPart(UriPartial.Authority),
        ["kubeconfig"] = settings.Kubeconfig,
    };

    private static byte[] Line(LogEntry entry)
    {
        var text = entry.Exception is null ? entry.Message : $"{entry.Message} | {entry.Exception}";
        var level = entry.Level.ToString().ToLowerInvariant();
        var line = string.Create(CultureInfo.InvariantCulture, $"{entry.At.UtcDateTime:O} {level} {entry.Category}: {text}");
        return Encoding.UTF8.GetBytes(line.ReplaceLineEndings(" | ") + "\n");
    }
}
