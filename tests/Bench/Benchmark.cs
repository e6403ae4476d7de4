namespace NsmPS.Bench;

/// <summary>Measures NsmPS against what it replaces, alternating, in one run on one cluster.</summary>
internal sealed class Benchmark(PwshSession pwsh, int runs)
{
    private const string Install = "Install-NsmMesh v0.2.1 -ForwardingPlane kernel";
    private const string Home = "nsm-system";

    // A wire that does not work would make the comparison say nothing.
    private const string Ping =
        """
        $rows = @(Test-NsmIcmpConnectivity -Count 1)
        if ($rows.Count -ne $args[0] -or $rows.Verdict -ne 'Ok') { throw 'a wire does not work' }
        """;

    private readonly string _manifest = Path.Combine(Path.GetTempPath(), $"nsmps-bench-{Guid.NewGuid():N}.yaml");

    /// <summary>Measures everything, or one part: api, install, ping.</summary>
    public void Run(string? part)
    {
        try
        {
            pwsh.Run("Remove-NsmSampleApp icmp-responder -Confirm:$false; Uninstall-NsmMesh -Confirm:$false");
            pwsh.Run("Export-NsmManifest v0.2.1 -ForwardingPlane kernel -Path $args[0]", _manifest);
            Measure.Header();
            foreach (var (name, measure) in new (string, Action)[]
            {
                ("api", MeasureApi), ("install", MeasureInstallation), ("ping", MeasurePings)
            })
            {
                if (part is null || part == name)
                {
                    measure();
                }
            }
        }
        finally
        {
            pwsh.Run("Remove-NsmSampleApp icmp-responder -Confirm:$false; Uninstall-NsmMesh -Confirm:$false");
            File.Delete(_manifest);
        }
    }

    private void MeasureApi()
    {
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            ours.Add(pwsh.Run($"{Install} -NoWait"));
            Reset();
            theirs.Add(Apply());
            Delete();
        }

        Measure.Row("install without waiting, against kubectl apply --server-side", ours, theirs);
    }

    private void MeasureInstallation()
    {
        var (ours, theirs, again) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            ours.Add(pwsh.Run(Install));
            again.Add(pwsh.Run(Install));
            Reset();
            theirs.Add(Apply() + Measure.Time(Wait));
            Delete();
        }

        Measure.Row("install until ready, against kubectl apply --server-side and rollout status", ours, theirs);
        Measure.Row("second install that changes nothing", again, null);
    }

    private TimeSpan Apply() => Measure.Program("kubectl", "apply", "--server-side", "-f", _manifest);

    private void Delete()
    {
        Measure.Program("kubectl", "delete", "-f", _manifest, "--ignore-not-found", "--wait=true");
        Measure.Program("kubectl", "wait", "--for=delete", "pods", "--all", "-n", Home, "--timeout=120s");
    }

    private void Reset() => pwsh.Run("Uninstall-NsmMesh -Confirm:$false");

    private static void Wait()
    {
        foreach (var workload in new[] { "daemonset/nsmgr", "daemonset/nsm-kernel-forwarder", "deployment/nsm-admission-webhook" })
        {
            Measure.Program("kubectl", "rollout", "status", workload, "-n", Home, "--timeout=180s");
        }
    }

    private void MeasurePings()
    {
        pwsh.Run(Install);
        foreach (var clients in new[] { 4, 20 })
        {
            pwsh.Run("New-NsmSampleApp icmp-responder -ClientReplicas $args[0]", $"{clients}");
            var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < runs; i++)
            {
                ours.Add(pwsh.Run(Ping, $"{clients}"));
                theirs.Add(Measure.Program(Path.Combine(AppContext.BaseDirectory, "ping_all.sh"), Home));
            }

            Measure.Row($"one ping from each of {clients} clients, against the shell script", ours, theirs);
        }
    }
}
