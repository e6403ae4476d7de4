using System.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace NsmPS.Cluster.Config;

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
        KubeconfigContext context, KubeconfigCluster cluster, string? authority, KubeconfigUser user, (string? Certificate, string? Key) pair, string? token)
    {
        string userName = context.User.Length == 0 ? context.Name : context.User;
        YamlMappingNode root = Map(
            ("apiVersion", "v1"),
            ("kind", "Config"),
            ("current-context", context.Name),
            ("clusters", One(("name", cluster.Name), ("cluster", Cluster(cluster, authority)))),
            ("contexts", One(("name", context.Name), ("context", Map(("cluster", cluster.Name), ("user", userName), ("namespace", Scalar(context.Namespace)))))),
            ("users", One(("name", userName), ("user", User(user, pair, token)))));
        using var text = new StringWriter { NewLine = "\n" };
        new YamlStream(new YamlDocument(root)).Save(text, assignAnchors: false);
        return text.ToString();
    }

    private static YamlMappingNode Cluster(KubeconfigCluster cluster, string? authority) => Map(
        ("server", Scalar(cluster.Server)),
        ("certificate-authority-data", Base64(authority)),
        ("tls-server-name", Scalar(cluster.TlsServerName)),
        ("insecure-skip-tls-verify", cluster.SkipTlsVerify ? new YamlScalarNode("true") : null),
        ("proxy-url", Scalar(cluster.ProxyUrl)));

    private static YamlMappingNode User(KubeconfigUser user, (string? Certificate, string? Key) pair, string? token) => Map(
        ("client-certificate-data", Base64(pair.Certificate)),
        ("client-key-data", Base64(pair.Key)),
        ("token", Scalar(token)),
        ("username", Scalar(user.Username)),
        ("password", Scalar(user.Password)),
        ("as", Scalar(Headers(user, "Impersonate-User").FirstOrDefault())),
        ("as-uid", Scalar(Headers(user, "Impersonate-Uid").FirstOrDefault())),
        ("as-groups", List(Headers(user, "Impersonate-Group"))),
        ("as-user-extra", Extra(user)));

    private static YamlMappingNode? Extra(KubeconfigUser user)
    {
        var keys = user.Impersonation.Where(header => header.Key.StartsWith(ExtraPrefix, StringComparison.Ordinal)).Select(header => header.Key).Distinct().ToList();
        return keys.Count == 0 ? null : Map([.. keys.Select(key => (Uri.UnescapeDataString(key[ExtraPrefix.Length..]), (YamlNode?)List(Headers(user, key))))]);
    }

    private static IEnumerable<string> Headers(KubeconfigUser user, string name) => user.Impersonation.Where(header => header.Key == name).Select(header => header.Value);

    private static YamlMappingNode Map(params (string Name, YamlNode? Value)[] entries) =>
        new(entries.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create<YamlNode, YamlNode>(entry.Name, entry.Value!)));

    private static YamlSequenceNode One(params (string Name, YamlNode? Value)[] entries) => new(Map(entries));

    private static YamlSequenceNode? List(IEnumerable<string> values) => values.Any() ? new YamlSequenceNode(values.Select(value => Scalar(value)!)) : null;

    // Quoted, so that no value is taken for a number or a truth value.
    private static YamlScalarNode? Scalar(string? value) => value is null ? null : new YamlScalarNode(value) { Style = ScalarStyle.DoubleQuoted };

    private static YamlScalarNode? Base64(string? text) => Scalar(text is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
}
