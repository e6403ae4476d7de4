using System.Diagnostics;
using System.Globalization;

namespace NsmPS.Bench;

/// <summary>Measures NsmPS against what it replaces, alternating, in one run on one cluster.</summary>
internal sealed class Benchmark(Engine engine, int runs)
{
    private const string Install = "Install-NsmMesh v0.2.1 -ForwardingPlane kernel";
    private const string Home = "nsm-system";

    private readonly string _manifest = Path.Combine(Path.GetTempPath(), $"nsmps-bench-{Guid.NewGuid():N}.yaml");

    /// <summary>Measures everything, or one part: api, install, ping, import.</summary>
    public void Run(string? part)
    {
        try
        {
            engine.Run("Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh");
            engine.Run("Export-NsmManifest v0.2.1 -ForwardingPlane kernel -Path $args[0]", _manifest);
            Console.WriteLine("| what | NsmPS ms | the other ms | ratio |\n|---|---|---|---|");
            foreach (var (name, measure) in new (string, Action)[] { ("api", MeasureApi), ("install", MeasureInstallation), ("ping", MeasurePings), ("import", MeasureImport) })
            {
                if (part is null || part == name)
                {
                    measure();
                }
            }
        }
        finally
        {
            engine.Run("Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh");
            File.Delete(_manifest);
        }
    }

    private void MeasureApi()
    {
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            ours.Add(Measure.Time(() => engine.Run($"{Install} -NoWait")));
            Reset();
            theirs.Add(Apply());
            Delete();
        }

        Print("install without waiting, against kubectl apply --server-side", ours, theirs);
    }

    private void MeasureInstallation()
    {
        var (ours, theirs, again) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            ours.Add(Measure.Time(() => engine.Run(Install)));
            again.Add(Measure.Time(() => engine.Run(Install)));
            Reset();
            theirs.Add(Apply() + Measure.Time(Wait));
            Delete();
        }

        Print("install until ready, against kubectl apply --server-side and rollout status", ours, theirs);
        Print("second install that changes nothing", again, null);
    }

    private TimeSpan Apply() => Measure.Program("kubectl", "apply", "--server-side", "-f", _manifest);

    private void Delete()
    {
        Measure.Program("kubectl", "delete", "-f", _manifest, "--ignore-not-found", "--wait=true");
        Measure.Program("kubectl", "wait", "--for=delete", "pods", "--all", "-n", Home, "--timeout=120s");
    }

    private void Reset() => engine.Run("Uninstall-NsmMesh");

    private static void Wait()
    {
        foreach (var workload in new[] { "daemonset/nsmgr", "daemonset/nsm-kernel-forwarder", "deployment/nsm-admission-webhook" })
        {
            Measure.Program("kubectl", "rollout", "status", workload, "-n", Home, "--timeout=180s");
        }
    }

    private void MeasurePings()
    {
        engine.Run(Install);
        foreach (var clients in new[] { 4, 20 })
        {
            engine.Run("New-NsmSampleApp icmp-responder -ClientReplicas $args[0]", clients);
            var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < runs; i++)
            {
                ours.Add(Measure.Time(() => RequireAllOk(clients)));
                theirs.Add(Measure.Program(Path.Combine(AppContext.BaseDirectory, "ping_all.sh"), Home));
            }

            Print($"one ping from each of {clients} clients, against the shell script", ours, theirs);
        }
    }

    private void RequireAllOk(int clients)
    {
        var rows = engine.Run("Test-NsmIcmpConnectivity -Count 1");
        if (rows.Count != clients || rows.Any(row => row.Properties["Verdict"].Value.ToString() != "Ok"))
        {
            throw new InvalidOperationException("a wire does not work; the comparison would say nothing");
        }
    }

    private void MeasureImport()
    {
        var empty = Path.Combine(Directory.CreateTempSubdirectory("nsmps-bench-").FullName, "Empty.psd1");
        File.WriteAllText(empty, "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @() }");
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            ours.Add(Import(Engine.Module));
            theirs.Add(Import(empty));
        }

        Directory.Delete(Path.GetDirectoryName(empty)!, recursive: true);
        Print("import into a fresh engine, against a module with nothing in it", ours, theirs);
    }

    private static TimeSpan Import(string module)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Engine.Precompiled, "import", module]) { RedirectStandardOutput = true })!;
        var time = TimeSpan.FromMilliseconds(double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
        process.WaitForExit();
        return time;
    }

    private static void Print(string what, List<TimeSpan> ours, List<TimeSpan>? theirs)
    {
        var mine = Measure.MedianMs(ours);
        var other = theirs is null ? "" : Measure.MedianMs(theirs).ToString("0", CultureInfo.InvariantCulture);
        var ratio = theirs is null ? "" : (mine / Measure.MedianMs(theirs)).ToString("0.00", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {mine:0} | {other} | {ratio} |"));
    }
}
