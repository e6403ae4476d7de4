using NsmPS.Bench;

// With "import" this process only measures one import and ends: an import is fresh only once in a process.
if (args is ["import", var module])
{
    using var fresh = new Engine(module);
    Console.WriteLine(fresh.ImportTime.TotalMilliseconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

var runs = args is [var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 5;
var part = args is [_, var name] ? name : null;
if (part is null or "adapter")
{
    await new AdapterBenchmark(runs).RunAsync();
    if (part is not null)
    {
        return 0;
    }
}

if (Environment.GetEnvironmentVariable("KUBECONFIG") is null)
{
    Console.Error.WriteLine("Set KUBECONFIG to a cluster that may be changed, for example that of tests/cluster.");
    return 2;
}

using var engine = new Engine(Engine.Module);
new Benchmark(engine, runs).Run(part);
return 0;
