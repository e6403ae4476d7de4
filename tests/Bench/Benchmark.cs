using System.Diagnostics;
using System.Globalization;

namespace NsmPS.Bench;

/// <summary>Measures NsmPS against what it replaces, alternating, in one run on one cluster.</summary>
internal sealed class Benchmark(Engine engine, int runs)
{
    private const string Install = "Install-NsmMesh v0.2.1 -ForwardingPlane kernel";
    private const string Home = "nsm-system";

    private readonly string _manifest = Path.Combine(Path.GetTempPath(), $"nsmps-bench-{Guid.NewGuid():N}.yaml");

    public void Run()
    {
        try
        {
            engine.Run("Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh");
            engine.Run("Export-NsmManifest v0.2.1 -ForwardingPlane kernel -Path $args[0]", _manifest);
            Console.WriteLine("| what | NsmPS ms | the other ms | ratio |\n|---|---|---|---|");
            MeasureInstallation();
            MeasurePings();
            MeasureImport();
        }
        finally
        {
            engine.Run("Remove-NsmSampleApp icmp-responder; Uninstall-NsmMesh");
            File.Delete(_manifest);
        }
    }

    private void MeasureInstallation()
    {
        var (ours, theirs, oursApi, theirsApi, again) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < runs; i++)
        {
            oursApi.Add(Measure.Time(() => engine.Run($"{Install} -NoWait")));
            Reset();
            ours.Add(Measure.Time(() => engine.Run(Install)));
            again.Add(Measure.Time(() => engine.Run(Install)));
            Reset();

            var api = Measure.Program("kubectl", "apply", "--server-side", "-f", _manifest);
            theirsApi.Add(api);
            theirs.Add(api + Measure.Time(Wait));
            Measure.Program("kubectl", "delete", "-f", _manifest, "--ignore-not-found", "--wait=true");
            Measure.Program("kubectl", "wait", "--for=delete", "pods", "--all", "-n", Home, "--timeout=120s");
        }

        Print("install until ready, against kubectl apply --server-side and rollout status", ours, theirs);
        Print("the API part of it, against kubectl apply --server-side", oursApi, theirsApi);
        Print("second install that changes nothing", again, null);
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
        MeasureImport("fresh", "import of the module into a fresh engine, the engine's own start-up included");
        MeasureImport("warm", "the same after an empty module was imported");
    }

    private void MeasureImport(string state, string what)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < runs; i++)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["import", state]) { RedirectStandardOutput = true })!;
            times.Add(TimeSpan.FromMilliseconds(double.Parse(process.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture)));
            process.WaitForExit();
        }

        Print(what, times, null);
    }

    private static void Print(string what, List<TimeSpan> ours, List<TimeSpan>? theirs)
    {
        var mine = Measure.MedianMs(ours);
        var other = theirs is null ? "" : Measure.MedianMs(theirs).ToString("0", CultureInfo.InvariantCulture);
        var ratio = theirs is null ? "" : (mine / Measure.MedianMs(theirs)).ToString("0.00", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {mine:0} | {other} | {ratio} |"));
    }
}
