using NsmPS.Bench;

// With one argument, "import", this process only measures the import and ends: an import is fresh only once in a process.
if (args is ["import"])
{
    using var fresh = new Engine();
    Console.WriteLine(fresh.ImportTime.TotalMilliseconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (Environment.GetEnvironmentVariable("KUBECONFIG") is null)
{
    Console.Error.WriteLine("Set KUBECONFIG to a cluster that may be changed, for example that of tests/cluster.");
    return 2;
}

using var engine = new Engine();
new Benchmark(engine, args is [var count] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 5).Run();
return 0;
