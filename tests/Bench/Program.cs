using NsmPS.Bench;

// With "import" this process only measures one import and ends: an import is fresh only once in a process. "warm" imports an empty module first,
// which shows what of the time is the engine compiling itself.
if (args is ["import", var state])
{
    using var fresh = new Engine(afterEmptyModule: state == "warm");
    Console.WriteLine(fresh.ImportTime.TotalMilliseconds.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

if (Environment.GetEnvironmentVariable("KUBECONFIG") is null)
{
    Console.Error.WriteLine("Set KUBECONFIG to a cluster that may be changed, for example that of tests/cluster.");
    return 2;
}

using var engine = new Engine(afterEmptyModule: false);
var runs = args is [var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 5;
new Benchmark(engine, runs).Run(args is [_, var part] ? part : null);
return 0;
