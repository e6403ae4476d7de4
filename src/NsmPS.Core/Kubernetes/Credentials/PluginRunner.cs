using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using NsmPS.Kubernetes.Config;

namespace NsmPS.Kubernetes.Credentials;

/// <summary>Runs the program that a kubeconfig names for credentials, by the protocol of client.authentication.k8s.io.</summary>
/// <param name="context">The context that needs them.</param>
/// <param name="plugin">The program.</param>
/// <param name="cluster">The cluster that they are for.</param>
/// <param name="screen">Where the user meets the program; null when there is no user.</param>
/// <param name="time">The clock.</param>
internal sealed class PluginRunner(
    string context, KubeconfigPlugin plugin, KubeconfigCluster cluster, ILoginScreen? screen, TimeProvider time)
{
    private static readonly string[] s_apiVersions = ["client.authentication.k8s.io/v1", "client.authentication.k8s.io/v1beta1"];

    /// <summary>A renewal without a user answers within seconds; a longer wait without a visible reason helps nobody.</summary>
    private static readonly TimeSpan s_unwatchedTimeout = TimeSpan.FromSeconds(60);

    /// <summary>A login in a browser, with a second factor, takes its time. Codes for it seldom hold longer.</summary>
    private static readonly TimeSpan s_watchedTimeout = TimeSpan.FromMinutes(15);

    /// <summary>How long it may take; null for what fits.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Runs it once.</summary>
    /// <exception cref="NsmException">It is missing, failed, took too long or answered something else.</exception>
    public async Task<PluginAnswer> RunAsync(CancellationToken cancellationToken)
    {
        if (!s_apiVersions.Contains(plugin.ApiVersion))
        {
            throw Failed($"it is configured for the protocol '{plugin.ApiVersion}'; NsmPS speaks {string.Join(" and ", s_apiVersions)}");
        }

        var interactive = plugin.InteractiveMode != KubeconfigPlugin.Never && screen is { HasTerminal: true };
        if (plugin.InteractiveMode == KubeconfigPlugin.Always && !interactive)
        {
            throw Failed("it wants to ask at a terminal (interactiveMode Always), and there is none: PowerShell runs with -NonInteractive, "
                + "its input is redirected, or nobody is there; run the command at a prompt");
        }

        // Its time begins when it is its turn.
        using var terminal = interactive ? await screen!.TakeTerminalAsync(cancellationToken) : null;
        var result = await StartAndReadAsync(interactive, cancellationToken);
        if (result.ExitCode != 0)
        {
            throw Failed(string.Create(CultureInfo.InvariantCulture, $"it ended with exit code {result.ExitCode}")
                + Quote(result.StandardError));
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

    private async Task<ChildResult> StartAndReadAsync(bool interactive, CancellationToken cancellationToken)
    {
        var program = ProgramPath.Find(plugin.Command, ClusterEnvironment.OfProcess().Variable) ?? throw Failed(NotFound());
        var timeout = Timeout ?? (screen is { IsWatched: true } ? s_watchedTimeout : s_unwatchedTimeout);
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return await ChildProcess.RunAsync(StartInfo(program, interactive), screen, interactive, time, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed(string.Create(CultureInfo.InvariantCulture,
                $"it did not end within {timeout.TotalSeconds:0.###} s and was stopped"));
        }
        catch (Exception exception) when (exception is Win32Exception or IOException)
        {
            throw Failed("it cannot be started" + Hint());
        }
    }

    private ProcessStartInfo StartInfo(string program, bool interactive)
    {
        // Each argument travels on its own: one with blanks stays one.
        var start = new ProcessStartInfo(program, plugin.Arguments);
        foreach ((var name, var value) in plugin.Variables)
        {
            start.Environment[name] = value;
        }

        start.Environment["KUBERNETES_EXEC_INFO"] = PluginRequest.Write(context, plugin, cluster, interactive);
        return start;
    }

    private string NotFound() => (ProgramPath.IsPath(plugin.Command)
        ? "it cannot be started: the file does not exist or is no program"
        : "it cannot be started: no folder of PATH has it") + Hint();

    private string Hint() => plugin.InstallHint is { } hint ? $"; {hint.ReplaceLineEndings(" ").Trim()}" : "";

    private static string Quote(string text) => SecretScrubber.Scrub(text) is { Length: > 0 } shown ? $": {shown}" : "";

    private NsmException Failed(string text) =>
        new(NsmErrors.CredentialPluginFailed, $"The credential plugin '{plugin.Command}' did not deliver: {text.TrimEnd('.')}.",
            plugin.Command)
        { Cluster = context };
}
