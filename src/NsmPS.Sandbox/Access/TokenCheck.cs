using System.Security.Cryptography;
using System.Text;
using NsmPS.Sandbox.Api;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Access;

/// <summary>Lets through who has the token or one of a service account; only the health pages are for everybody.</summary>
internal sealed class TokenCheck(SandboxToken token, AccountTokens accounts)
{
    private const string Scheme = "Bearer ";

    private readonly byte[] _expected = Encoding.UTF8.GetBytes(Scheme + token.Value);

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var caller = CallerOf(context.Request.Headers.Authorization.ToString());
        context.Features.Set(caller);
        return caller is not null || IsOpen(context.Request.Path)
            ? next(context)
            : Answers.RefuseAsync(context, new ApiException(401, "Unauthorized", "Unauthorized"));
    }

    private Caller? CallerOf(string authorization) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(authorization), _expected) ? Caller.Administrator
        : authorization.StartsWith(Scheme, StringComparison.Ordinal) ? accounts.Read(authorization[Scheme.Length..])
        : null;

    private static bool IsOpen(PathString path) => path.Value is "/livez" or "/readyz" or "/healthz";
}

internal sealed record SandboxToken(string Value)
{
    public static SandboxToken New() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));

    public override string ToString() => "(hidden)";
}
