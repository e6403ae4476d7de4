using System.Security.Cryptography;
using System.Text;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Api;

/// <summary>Lets through who has the token; only the health pages are for everybody.</summary>
internal sealed class TokenCheck(SandboxToken token)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(Scheme + token.Value);

    public Task InvokeAsync(HttpContext context, RequestDelegate next) =>
        IsOpen(context.Request.Path)
            || CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()), _expected)
            ? next(context)
            : Answers.RefuseAsync(context, new ApiException(401, "Unauthorized", "Unauthorized"));

    private static bool IsOpen(PathString path) => path.Value is "/livez" or "/readyz" or "/healthz";
}

internal sealed record SandboxToken(string Value)
{
    public static SandboxToken New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    public override string ToString() => "(hidden)";
}
