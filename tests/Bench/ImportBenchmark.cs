namespace NsmPS.Bench;

/// <summary>
/// Measures the import of the module against that of a module with nothing in it, alternating, each in a fresh pwsh. It needs no cluster.
/// </summary>
internal sealed class ImportBenchmark(int runs)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("nsmps-bench-").FullName;

    public void Run()
    {
        try
        {
            var empty = Path.Combine(_folder, "Empty.psd1");
            File.WriteAllText(empty, "@{ ModuleVersion = '1.0'; FunctionsToExport = @(); CmdletsToExport = @() }");
            var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
            for (var i = 0; i < runs; i++)
            {
                ours.Add(Import(Built.Module));
                theirs.Add(Import(empty));
            }

            Measure.Header();
            Measure.Row("import into a fresh pwsh, against a module with nothing in it", ours, theirs);
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static TimeSpan Import(string module)
    {
        using var session = new PwshSession();
        return session.Run("Import-Module -Name $args[0]", module);
    }
}
