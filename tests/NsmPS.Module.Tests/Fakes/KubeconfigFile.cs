namespace NsmPS.Module.Tests.Fakes;

/// <summary>A kubeconfig in a temporary folder of its own.</summary>
internal sealed class KubeconfigFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nsmps-");

    private KubeconfigFile(string text)
    {
        File.WriteAllText(FullName, text);
    }

    public string Folder => _folder.FullName;

    public string FullName => Path.Combine(_folder.FullName, "config");

    /// <summary>One context per cluster; the first is the current one.</summary>
    public static KubeconfigFile For(params (string Context, Uri Server)[] clusters) => new(
        $"""
        apiVersion: v1
        kind: Config
        current-context: {clusters[0].Context}
        clusters:
        {string.Join('\n', clusters.Select(Cluster))}
        contexts:
        {string.Join('\n', clusters.Select(Context))}
        users:
        - name: tester
          user:
            token: secret
        """);

    public static KubeconfigFile WithText(string text) => new(text);

    private static string Cluster((string Context, Uri Server) cluster) =>
        $"- name: of-{cluster.Context}\n  cluster:\n    server: {cluster.Server}\n    insecure-skip-tls-verify: true";

    private static string Context((string Context, Uri Server) cluster) =>
        $"- name: {cluster.Context}\n  context:\n    cluster: of-{cluster.Context}\n    user: tester\n    namespace: somewhere";

    public void Dispose() => _folder.Delete(recursive: true);
}
