using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Config.Rules;
using NsmPS.Kubernetes.Reading;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>What a credential plugin answered.</summary>
/// <param name="Credential">The credentials.</param>
/// <param name="Expires">When they end; null when they hold as long as the connection.</param>
internal sealed record PluginAnswer(RequestCredential Credential, DateTimeOffset? Expires)
{
    /// <summary>Reads an ExecCredential.</summary>
    /// <exception cref="FormatException">It is not one; the message says why and quotes nothing of it.</exception>
    public static PluginAnswer Read(string text, string apiVersion)
    {
        var answer = Parse(text);
        if (Text(answer, "kind") != "ExecCredential" || Text(answer, "apiVersion") != apiVersion)
        {
            throw new FormatException($"its answer is not an ExecCredential of {apiVersion}");
        }

        var status = answer["status"] as JsonObject ?? throw new FormatException("its answer has no status");
        var token = Text(status, "token");
        var certificate = ReadCertificate(Text(status, "clientCertificateData"), Text(status, "clientKeyData"));
        if (token is null && certificate is null)
        {
            throw new FormatException("its answer has neither a token nor a client certificate");
        }

        if (token is not null && HeaderText.FindTokenFault(token) is { } fault)
        {
            throw new FormatException($"the token in its answer {fault}");
        }

        var credential = token is null ? new RequestCredential(null, certificate) : RequestCredential.Bearer(token, certificate);
        return new PluginAnswer(credential, ReadExpiry(Text(status, "expirationTimestamp")));
    }

    private static JsonObject Parse(string text)
    {
        try
        {
            return DocumentReader.ReadFirst(text, ReadLimits.Kubeconfig) as JsonObject
                ?? throw new FormatException("its answer is not JSON of an object");
        }
        catch (ReadException exception)
        {
            throw new FormatException($"its answer is not JSON: {exception.Discreet}");
        }
    }

    private static ClientCertificate? ReadCertificate(string? certificate, string? key)
    {
        if (certificate is null && key is null)
        {
            return null;
        }

        if ((PemKinds.FindCertificateFault(certificate ?? "") ?? PemKinds.FindKeyFault(key ?? "")) is { } fault)
        {
            throw new FormatException($"its answer's client certificate or key {fault}");
        }

        try
        {
            return ClientCertificate.FromPem(certificate ?? "", key ?? "");
        }
        catch (CryptographicException)
        {
            throw new FormatException("its answer's client certificate and key do not fit or are not in PEM form");
        }
    }

    private static DateTimeOffset? ReadExpiry(string? text) => text switch
    {
        null => null,
        _ when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var expires) => expires,
        _ => throw new FormatException("its answer's expirationTimestamp is not a time"),
    };

    private static string? Text(JsonObject node, string name) =>
        node[name] is JsonValue value && value.TryGetValue(out string? text) && text.Length > 0 ? text : null;
}
