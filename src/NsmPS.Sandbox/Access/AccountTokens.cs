using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Access;

/// <summary>Issues tokens of service accounts, in the form of JSON Web Tokens, and knows them again. They hold as long as the process
/// runs and the account is there.</summary>
internal sealed class AccountTokens(SandboxToken secret, IObjectStore store)
{
    private const string Issuer = "https://kubernetes.default.svc.cluster.local";

    private static readonly string s_header = Encoded("""{"alg":"HS256","typ":"JWT"}"""u8);
    private readonly byte[] _key = Encoding.UTF8.GetBytes(secret.Value);

    /// <summary>The audience of those who name none.</summary>
    public static string Audience => Issuer;

    public string Issue(JsonObject account, DateTimeOffset from, DateTimeOffset until, JsonArray audiences)
    {
        var (ns, name) = (account.Namespace() ?? "", account.Name());
        var claims = new JsonObject
        {
            ["aud"] = audiences.DeepClone(),
            ["exp"] = until.ToUnixTimeSeconds(),
            ["iat"] = from.ToUnixTimeSeconds(),
            ["iss"] = Issuer,
            ["jti"] = Guid.NewGuid().ToString(),
            ["kubernetes.io"] = new JsonObject
            {
                ["namespace"] = ns,
                ["serviceaccount"] = new JsonObject { ["name"] = name, ["uid"] = account.Uid() },
            },
            ["nbf"] = from.ToUnixTimeSeconds(),
            ["sub"] = Caller.Account(ns, name).Name,
        };
        var signed = $"{s_header}.{Encoded(Encoding.UTF8.GetBytes(claims.ToJsonString()))}";
        return $"{signed}.{Signature(signed)}";
    }

    /// <summary>Whose token it is; null when it is none, or no longer one.</summary>
    public Caller? Read(string token)
    {
        var end = token.LastIndexOf('.');
        if (end < 0 || !token.StartsWith(s_header + ".", StringComparison.Ordinal)
            || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token[(end + 1)..]),
                Encoding.UTF8.GetBytes(Signature(token[..end]))))
        {
            return null;
        }

        // Signed by us, so it is what we wrote.
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.AsSpan()[(s_header.Length + 1)..end]));
        var (ns, name) = (claims.Text("kubernetes.io", "namespace") ?? "", claims.Text("kubernetes.io", "serviceaccount", "name") ?? "");
        return claims.At("exp")!.GetValue<long>() > store.Wall.GetUtcNow().ToUnixTimeSeconds()
            && store.Get(BuiltIn.ServiceAccounts, ns, name)?.Uid() == claims.Text("kubernetes.io", "serviceaccount", "uid")
            ? Caller.Account(ns, name)
            : null;
    }

    private static string Encoded(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    private string Signature(string text) => Encoded(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text)));
}
