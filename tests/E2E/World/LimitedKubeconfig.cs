using System.Text;

namespace NsmPS.E2E.World;

/// <summary>A kubeconfig of a service account that may do little.</summary>
internal static class LimitedKubeconfig
{
    public static async Task<string> WriteAsync(string account, string space = "default")
    {
        var server = await Tool.KubectlAsync("config", "view", "--raw", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}");
        var authority = await Tool.KubectlAsync("config", "view", "--raw", "--minify", "-o",
            "jsonpath={.clusters[0].cluster.certificate-authority-data}");
        var token = await TokenAsync(account, space);
        var path = Path.Combine(Path.GetTempPath(), $"nsmps-limited-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(path,
            $$"""
            apiVersion: v1
            kind: Config
            current-context: limited
            clusters:
              - name: c
                cluster:
                  server: {{server}}
                  certificate-authority-data: {{authority}}
            users:
              - name: u
                user:
                  token: {{token}}
            contexts:
              - name: limited
                context:
                  cluster: c
                  user: u
            """);
        return path;
    }

    /// <summary>Before Kubernetes 1.24 the token is in a Secret; since then it has to be asked for.</summary>
    private static async Task<string> TokenAsync(string account, string space)
    {
        for (var tries = 0; tries < 20; tries++)
        {
            var secret = await Tool.KubectlAsync("get", "serviceaccount", account, "-n", space, "-o", "jsonpath={.secrets[0].name}");
            if (secret.Length > 0)
            {
                return Encoding.ASCII.GetString(
                    Convert.FromBase64String(await Tool.KubectlAsync("get", "secret", secret, "-n", space, "-o",
                        "jsonpath={.data.token}")));
            }

            var created = await Tool.TryAsync("kubectl", ["create", "token", account, "-n", space]);
            if (created.ExitCode == 0)
            {
                return created.Output.Trim();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TestContext.Current.CancellationToken);
        }

        throw new InvalidOperationException($"no token for {account}");
    }
}
