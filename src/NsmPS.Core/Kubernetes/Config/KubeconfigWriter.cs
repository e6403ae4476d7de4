using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Writing;

namespace NsmPS.Kubernetes.Config;

/// <summary>Writes a kubeconfig of one context.</summary>
internal static class KubeconfigWriter
{
    private const string ExtraPrefix = "Impersonate-Extra-";

    /// <param name="context">The context.</param>
    /// <param name="cluster">Its cluster.</param>
    /// <param name="authority">The PEM text of the cluster's authorities, where it names any.</param>
    /// <param name="user">Its user.</param>
    /// <param name="pair">The PEM texts of the user's certificate and key, where it has them.</param>
    /// <param name="token">The user's token, where it has one.</param>
    public static string Write(
        KubeconfigContext context, KubeconfigCluster cluster, string? authority, KubeconfigUser user,
        (string? Certificate, string? Key) pair, string? token)
    {
        var userName = context.User.Length == 0 ? context.Name : context.User;
        return YamlWriter.Write([Map(
            ("apiVersion", "v1"),
            ("kind", "Config"),
            ("current-context", context.Name),
            ("clusters", One(("name", cluster.Name), ("cluster", Cluster(cluster, authority)))),
            ("contexts", One(("name", context.Name),
                ("context", Map(("cluster", cluster.Name), ("user", userName), ("namespace", context.Namespace))))),
            ("users", One(("name", userName), ("user", User(user, pair, token)))))]);
    }

    private static JsonObject Cluster(KubeconfigCluster cluster, string? authority) => Map(
        ("server", cluster.Server),
        ("certificate-authority-data", Base64(authority)),
        ("tls-server-name", cluster.TlsServerName),
        ("insecure-skip-tls-verify", cluster.SkipTlsVerify ? true : null),
        ("proxy-url", cluster.ProxyUrl));

    private static JsonObject User(KubeconfigUser user, (string? Certificate, string? Key) pair, string? token) => Map(
        ("client-certificate-data", Base64(pair.Certificate)),
        ("client-key-data", Base64(pair.Key)),
        ("token", token),
        ("username", user.Username),
        ("password", user.Password),
        ("as", Headers(user, KubeconfigUser.ImpersonatedName).FirstOrDefault()),
        ("as-uid", Headers(user, "Impersonate-Uid").FirstOrDefault()),
        ("as-groups", List(Headers(user, "Impersonate-Group"))),
        ("as-user-extra", Extra(user)));

    private static JsonObject? Extra(KubeconfigUser user)
    {
        var keys = user.Impersonation.Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.Ordinal))
            .Select(header => header.Key).Distinct().ToList();
        return keys.Count == 0
            ? null
            : Map([.. keys.Select(key => (Uri.UnescapeDataString(key[ExtraPrefix.Length..]), (JsonNode?)List(Headers(user, key))))]);
    }

    private static IEnumerable<string> Headers(KubeconfigUser user, string name) =>
        user.Impersonation.Where(header => header.Key == name).Select(header => header.Value);

    private static JsonObject Map(params (string Name, JsonNode? Value)[] entries) =>
        new(entries.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Name, entry.Value)));

    private static JsonArray One(params (string Name, JsonNode? Value)[] entries) => [Map(entries)];

    private static JsonArray? List(IEnumerable<string> values) =>
        values.Any() ? [.. values.Select(value => JsonValue.Create(value))] : null;

    private static string? Base64(string? text) => text is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
