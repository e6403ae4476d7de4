using NsmPS.Adapter.Events;

namespace NsmPS.Adapter.Hosting;

/// <summary>What a browser, a probe and Prometheus get.</summary>
internal static class HealthPages
{
    private const string PlainText = "text/plain; version=0.0.4; charset=utf-8";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", context => WriteAsync(context, StatusCodes.Status200OK,
            $"{AdapterIdentity.Name} {AdapterIdentity.Type} {AdapterIdentity.Version}: gRPC service {AdapterIdentity.ServiceName}, with "
                + "reflection and grpc.health.v1\n"));
        routes.MapGet("/healthz", context => WriteAsync(context, StatusCodes.Status200OK, "ok\n"));
        routes.MapGet("/readyz", context => context.RequestServices.GetRequiredService<AdapterHealth>().Serving
            ? WriteAsync(context, StatusCodes.Status200OK, "ok\n")
            : WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "not serving\n"));
        routes.MapGet("/metrics", context => WriteAsync(context, StatusCodes.Status200OK,
            context.RequestServices.GetRequiredService<AdapterMetrics>()
                .Write(context.RequestServices.GetRequiredService<EventHub>().Subscribers)));
    }

    private static Task WriteAsync(HttpContext context, int code, string text)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = PlainText;
        return context.Response.WriteAsync(text, context.RequestAborted);
    }
}
