using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>What a credential program is told (KUBERNETES_EXEC_INFO).</summary>
internal static class PluginRequest
{
    /// <exception cref="NsmException">KubeconfigInvalid: the cluster's authorities cannot be read.</exception>
    public static string Write(string context, KubeconfigPlugin plugin, KubeconfigCluster cluster, bool interactive)
    {
        var spec = new JsonObject { ["interactive"] = interactive };
        if (plugin.ProvideClusterInfo)
        {
            spec["cluster"] = Describe(context, cluster);
        }

        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec }.ToJsonString();
    }

    private static JsonObject Describe(string context, KubeconfigCluster cluster)
    {
        var authorities = PemText.Read(context, "certificate-authority", cluster.AuthorityData, cluster.AuthorityFile);
        var known = new JsonObject { ["server"] = cluster.Server };
        Add(known, "tls-server-name", cluster.TlsServerName);
        Add(known, "certificate-authority-data", authorities is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities)));
        Add(known, "proxy-url", cluster.ProxyUrl);
        Add(known, "insecure-skip-tls-verify", cluster.SkipTlsVerify ? true : null);
        Add(known, "config", cluster.PluginConfig?.DeepClone());
        return known;
    }

    private static void Add(JsonObject node, string name, JsonNode? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }
}
