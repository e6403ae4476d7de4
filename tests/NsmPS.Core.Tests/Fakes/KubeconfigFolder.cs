using System.Text;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Core.Tests.Fakes;

/// <summary>A folder of a test's own with kubeconfig files, which is also its home and environment.</summary>
internal sealed class KubeconfigFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("nsmps-").FullName;

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    public ClusterEnvironment Environment => new()
    {
        Variable = Variables.GetValueOrDefault,
        Home = _path,
        ServiceAccount = PathOf("serviceaccount"),
    };

    public string PathOf(string name) => System.IO.Path.Combine(_path, name);

    public string Write(string name, string text)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_path, true);

    /// <summary>A kubeconfig with one context.</summary>
    public static string Config(string name, string server, string cluster = "", string user = "token: secret-of-test") =>
        $"apiVersion: v1\nkind: Config\ncurrent-context: {name}\n"
        + $"contexts: [{{name: {name}, context: {{cluster: c-{name}, user: u-{name}, namespace: ns-{name}}}}}]\n"
        + $"clusters:\n- name: c-{name}\n  cluster:\n    server: {server}\n{Indent(cluster)}"
        + $"users:\n- name: u-{name}\n  user:\n{Indent(user)}";

    public static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Indent(string text) => string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => $"    {line}\n"));
}
