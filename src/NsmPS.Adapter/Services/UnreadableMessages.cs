using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;
using NsmPS.Adapter.Hosting.Logs;

namespace NsmPS.Adapter.Services;

/// <summary>Gives calls whose message cannot be read the status that gRPC has for it. The library says UNKNOWN, and logs a stack trace
/// for what is a fault of the caller. Everything else has its status from <see cref="FaultInterceptor"/>, so UNKNOWN means nothing
/// else.</summary>
internal static class UnreadableMessages
{
    /// <summary>Where the library logs them.</summary>
    public const string LogCategory = "Grpc.AspNetCore.Server.ServerCallHandler";

    private const string StatusName = "grpc-status";
    private const string MessageName = "grpc-message";
    private const string Text = "The message cannot be read.";

    public static async Task TellAsync(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (IsUnknown(context.Response.Headers))
        {
            Change(context, context.Response.Headers);
        }
        else if (context.Features.Get<IHttpResponseTrailersFeature>() is { Trailers.IsReadOnly: false } trailers
            && IsUnknown(trailers.Trailers))
        {
            Change(context, trailers.Trailers);
        }
    }

    private static bool IsUnknown(IHeaderDictionary fields) => fields[StatusName] == Code(StatusCode.Unknown);

    private static void Change(HttpContext context, IHeaderDictionary fields)
    {
        fields[StatusName] = Code(StatusCode.Internal);
        fields[MessageName] = Text.Replace(" ", "%20", StringComparison.Ordinal);
        context.RequestServices.GetRequiredService<ILogger<FaultInterceptor>>().CallRefused(context.Request.Path, Text);
    }

    private static string Code(StatusCode code) => ((int)code).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
