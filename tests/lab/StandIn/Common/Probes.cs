using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace NsmPS.Lab.Common;

/// <summary>The web server of a stand-in with the probes of every component on port 5555.</summary>
internal static class Probes
{
    private const int Port = 5555;

    /// <summary>A server that answers /liveness at once and /readiness with 503 until <paramref name="ready"/> says yes.</summary>
    public static WebApplication Build(Func<bool> ready, Action<KestrelServerOptions>? listen = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = Bare();
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Any, Port);
            listen?.Invoke(options);
        });
        var app = builder.Build();
        Map(app, "/liveness", "/readiness", ready);
        return app;
    }

    /// <summary>The same on another port, under other paths.</summary>
    public static WebApplication BuildAt(int port, string live, string readiness, Func<bool> ready,
        Action<KestrelServerOptions>? listen = null)
    {
        var builder = Bare();
        builder.WebHost.ConfigureKestrel(options =>
        {
            options.Listen(IPAddress.Any, port);
            listen?.Invoke(options);
        });
        var app = builder.Build();
        Map(app, live, readiness, ready);
        return app;
    }

    /// <summary>A builder that logs nothing of its own and stays within what native compilation allows.</summary>
    public static WebApplicationBuilder Bare()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        return builder;
    }

    private static void Map(WebApplication app, string live, string readiness, Func<bool> ready)
    {
        app.MapGet(live, static context => context.Response.WriteAsync("OK"));
        app.MapGet(readiness, context =>
        {
            var yes = ready();
            context.Response.StatusCode = yes ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
            return context.Response.WriteAsync(yes ? "OK" : "not ready");
        });
    }
}
