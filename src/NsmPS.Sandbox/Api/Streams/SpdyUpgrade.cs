using Microsoft.AspNetCore.Http.Features;

namespace NsmPS.Sandbox.Api.Streams;

/// <summary>Requests that become a connection of SPDY.</summary>
internal static class SpdyUpgrade
{
    public const string Name = "SPDY/3.1";

    /// <summary>The header in which a client says what a stream is for.</summary>
    public const string StreamType = "streamtype";

    private const string ProtocolHeader = "X-Stream-Protocol-Version";

    /// <summary>Whether a request asks for it.</summary>
    public static bool IsAsked(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        && context.Request.Headers.Upgrade.Contains(Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Agrees, and gives the connection.</summary>
    /// <param name="context">The request.</param>
    /// <param name="protocol">What is spoken over SPDY.</param>
    public static Task<Stream> AcceptAsync(HttpContext context, string protocol)
    {
        context.Response.Headers.Upgrade = Name;
        context.Response.Headers[ProtocolHeader] = protocol;
        return context.Features.GetRequiredFeature<IHttpUpgradeFeature>().UpgradeAsync();
    }
}
