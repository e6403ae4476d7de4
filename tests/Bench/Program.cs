using NsmPS.Bench;

if (args is [BareServer.Option, var port])
{
    await BareServer.RunAsync(int.Parse(port, System.Globalization.CultureInfo.InvariantCulture));
    return 0;
}

var runs = args is [var count, ..] ? int.Parse(count, System.Globalization.CultureInfo.InvariantCulture) : 5;
var part = args is [_, var name] ? name : null;
if (part is null or "adapter")
{
    await new AdapterBenchmark(runs).RunAsync();
}

if (part is "bare")
{
    var folder = Directory.CreateTempSubdirectory("nsmps-bench-").FullName;
    await new BareComparison(folder).RunAsync();
    Directory.Delete(folder, recursive: true);
    return 0;
}

if (part is null or "import")
{
    new ImportBenchmark(runs).Run();
}

if (part is "adapter" or "import")
{
    return 0;
}

if (Environment.GetEnvironmentVariable("KUBECONFIG") is null)
{
    Console.Error.WriteLine("Set KUBECONFIG to a cluster that may be changed, for example that of tests/cluster.");
    return 2;
}

using var pwsh = new PwshSession();
pwsh.Run("Import-Module -Name $args[0]", Built.Module);
new Benchmark(pwsh, runs).Run(part);
return 0;
