using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Runs the program that a kubeconfig names for credentials, by the protocol of client.authentication.k8s.io.</summary>
internal sealed class PluginRunner(string context, KubeconfigPlugin plugin, KubeconfigCluster cluster, TimeSpan timeout, TimeProvider time)
{
    private static readonly string[] s_apiVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    /// <summary>Runs it once.</summary>
    /// <exception cref="NsmException">It is missing, failed, took too long or answered something else.</exception>
    public async Task<PluginAnswer> RunAsync(CancellationToken cancellationToken)
    {
        if (!s_apiVersions.Contains(plugin.ApiVersion))
        {
            throw Failed($"it is configured for the protocol '{plugin.ApiVersion}'; NsmPS speaks {string.Join(" and ", s_apiVersions)}");
        }

        if (plugin.InteractiveMode == "Always")
        {
            throw Failed("it wants a terminal, which NsmPS does not give it; log in with kubectl first, or use interactiveMode IfAvailable");
        }

        ChildResult result = await StartAndReadAsync(cancellationToken);
        if (result.ExitCode != 0)
        {
            throw Failed($"it ended with exit code {result.ExitCode}{Quote(result.StandardError)}");
        }

        try
        {
            return PluginAnswer.Read(result.StandardOutput, plugin.ApiVersion);
        }
        catch (FormatException exception)
        {
            throw Failed(exception.Message);
        }
    }

    private async Task<ChildResult> StartAndReadAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ChildProcess.RunAsync(StartInfo(), time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"it did not end within {timeout.TotalSeconds:0.###} s and was stopped"));
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw Failed(plugin.InstallHint is { } hint ? $"it cannot be started; {hint.ReplaceLineEndings(" ").Trim()}" : "it cannot be started");
        }
    }

    private ProcessStartInfo StartInfo()
    {
        // Each argument travels on its own: one with blanks stays one.
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments);
        foreach ((string name, string value) in plugin.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = ExecInfo().ToJsonString();
        return start;
    }

    private JsonObject ExecInfo()
    {
        var spec = new JsonObject { ["interactive"] = false };
        if (plugin.ProvideClusterInfo)
        {
            string? authorities = PemText.Read(context, "certificate-authority", cluster.AuthorityData, cluster.AuthorityFile);
            var known = new JsonObject { ["server"] = cluster.Server };
            Add(known, "tls-server-name", cluster.TlsServerName);
            Add(known, "certificate-authority-data", authorities is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(authorities)));
            Add(known, "proxy-url", cluster.ProxyUrl);
            if (cluster.SkipTlsVerify)
            {
                known["insecure-skip-tls-verify"] = true;
            }

            spec["cluster"] = known;
        }

        return new JsonObject { ["apiVersion"] = plugin.ApiVersion, ["kind"] = "ExecCredential", ["spec"] = spec };
    }

    private static void Add(JsonObject node, string name, string? value)
    {
        if (value is not null)
        {
            node[name] = value;
        }
    }

    private static string Quote(string text) => SecretScrubber.Scrub(text) is { Length: > 0 } shown ? $": {shown}" : "";

    private NsmException Failed(string text) =>
        new(NsmErrors.CredentialPluginFailed, $"The credential plugin '{plugin.Command}' did not deliver: {text.TrimEnd('.')}.", plugin.Command) { Cluster = context };
}
