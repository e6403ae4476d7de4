using System.Management.Automation;
using System.Management.Automation.Runspaces;
using NsmPS.Session;

namespace NsmPS.Conformance;

/// <summary>Runs Pester files on one cluster in a shell of its own: neither the user's session nor a Pester there sees it.</summary>
internal sealed class ConformanceRun(string module, string pester)
{
    private const string Runner = "Run.ps1";

    /// <summary>Runs the files; cancelling stops them and removes the scenario.</summary>
    /// <param name="target">The cluster.</param>
    /// <param name="cluster">Its name.</param>
    /// <param name="files">The files.</param>
    /// <param name="warn">Told what stays on the cluster when the run was cancelled.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<NsmConformanceResult>> RunAsync(ClusterTarget target, string cluster, ConformanceFiles files,
        Action<string> warn, CancellationToken cancellationToken)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([pester, module]);
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddCommand(Path.Combine(PesterModule.Folder, Runner)).AddParameter("File", files.Suites.ToArray())
            .AddParameter("Own", files.Own.ToArray()).AddParameter("Scenario", files.Scenario)
            .AddParameter("Kubeconfig", target.Kubeconfig).AddParameter("Context", target.Context);
        await using var stop = cancellationToken.Register(() => shell.BeginStop(null, null));
        try
        {
            return [.. (await Task.Factory.FromAsync(shell.BeginInvoke(), shell.EndInvoke)).Select(row => Read(row, cluster))];
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is PipelineStoppedException)
        {
            foreach (var warning in shell.Streams.Warning)
            {
                warn(warning.Message);
            }

            throw new OperationCanceledException(cancellationToken);
        }
        catch (RuntimeException failure)
        {
            throw failure.ErrorRecord.Exception as NsmException
                ?? new NsmException(NsmErrors.ProgramStartFailed, $"The suites cannot be run: {failure.Message}", cluster, failure);
        }
    }

    private static NsmConformanceResult Read(PSObject row, string cluster) => new()
    {
        Cluster = cluster,
        Suite = Text(row, "Suite"),
        Name = Text(row, "Name"),
        Outcome = Text(row, "Outcome") switch
        {
            "Passed" => NsmConformanceOutcome.Passed,
            "Failed" => NsmConformanceOutcome.Failed,
            _ => NsmConformanceOutcome.Skipped,
        },
        Message = Text(row, "Message"),
        Duration = TimeSpan.FromSeconds(row.Properties["Seconds"].Value as double? ?? 0),
    };

    private static string Text(PSObject row, string property) => row.Properties[property]?.Value?.ToString() ?? "";
}
