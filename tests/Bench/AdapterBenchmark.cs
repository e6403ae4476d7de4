using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using NsmPS.Meshes;

namespace NsmPS.Bench;

/// <summary>Measures the adapter as a Meshery server meets it: how soon it serves, how it answers
/// many at once, what memory it needs. It needs no cluster.</summary>
internal sealed class AdapterBenchmark(int runs)
{
    private const int Callers = 64;
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly string _folder = Directory.CreateTempSubdirectory("nsmps-bench-").FullName;

    public async Task RunAsync()
    {
        try
        {
            var starts = new List<TimeSpan>();
            for (var i = 0; i < runs; i++)
            {
                using var adapter = await RunningAdapter.StartAsync(_folder);
                starts.Add(adapter.StartTime);
            }

            Console.WriteLine("| adapter | |\n|---|---|");
            Row("start until SERVING", $"{Measure.MedianMs(starts):0} ms");
            using var loaded = await RunningAdapter.StartAsync(_folder);
            await Task.Delay(s_idle);
            Row("resident memory, idle", $"{loaded.Megabytes("VmRSS")} MB");
            await LoadAsync(loaded.Address);
            Row("resident memory, peak under that load", $"{loaded.Megabytes("VmHWM")} MB");
            using var followed = await RunningAdapter.StartAsync(_folder);
            await new SubscriberBenchmark(followed).RunAsync(Row);
            await new BareComparison(_folder).RunAsync();
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static async Task LoadAsync(Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        var client = new MeshService.MeshServiceClient(channel);
        var calls = new Func<Task>[]
        {
            async () => await client.MeshNameAsync(new MeshNameRequest()),
            async () => await client.ComponentInfoAsync(new ComponentInfoRequest()),
            async () => await client.SupportedOperationsAsync(new SupportedOperationsRequest()),
        };
        var times = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async caller =>
        {
            var mine = new List<double>();
            for (var i = caller; clock.Elapsed < s_load; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await calls[i % calls.Length]();
                mine.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            times.Add(mine);
        }));
        var sorted = times.SelectMany(list => list).Order().ToArray();
        var elapsed = clock.Elapsed.TotalSeconds;
        Row($"{Callers} callers at once for {s_load.TotalSeconds:0} s, the callers on the same two cores",
            string.Create(CultureInfo.InvariantCulture,
            $"{sorted.Length / elapsed:0} calls/s, p50 {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[sorted.Length * 99 / 100]:0.0} ms"));
    }

    private static void Row(string what, string measured) => Console.WriteLine($"| {what} | {measured} |");
}
