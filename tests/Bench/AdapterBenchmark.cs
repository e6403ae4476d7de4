using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using NsmPS.Meshes;

namespace NsmPS.Bench;

/// <summary>Measures the adapter as a Meshery server meets it: how soon it serves, how it answers many at once, what memory it needs. It needs no cluster.</summary>
internal sealed class AdapterBenchmark(int runs)
{
    private const int Callers = 64;
    private static readonly TimeSpan s_load = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("nsmps-bench-").FullName;

    public async Task RunAsync()
    {
        try
        {
            var starts = new List<TimeSpan>();
            for (var i = 0; i < runs; i++)
            {
                using var adapter = await StartAsync(starts);
            }

            Console.WriteLine("| adapter | |\n|---|---|");
            Row("start until SERVING", $"{Measure.MedianMs(starts):0} ms");
            using var loaded = await StartAsync([]);
            await Task.Delay(s_idle);
            Row("resident memory, idle", $"{loaded.Memory("VmRSS")} MB");
            await LoadAsync(loaded.Address);
            Row("resident memory, peak under that load", $"{loaded.Memory("VmHWM")} MB");
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<RunningAdapter> StartAsync(List<TimeSpan> starts)
    {
        var port = FreePort();
        var clock = Stopwatch.StartNew();
        var adapter = new RunningAdapter(Process.Start(new ProcessStartInfo("dotnet",
            [Engine.Adapter, "--port", port.ToString(CultureInfo.InvariantCulture), "--listen", "127.0.0.1", "--log-file", Path.Combine(_folder, "adapter.log"), "--end-with-input"])
        {
            RedirectStandardInput = true,
        })!, new Uri($"http://127.0.0.1:{port}"));
        using var channel = GrpcChannel.ForAddress(adapter.Address);
        var health = new Health.HealthClient(channel);
        while (clock.Elapsed < s_limit)
        {
            try
            {
                if ((await health.CheckAsync(new HealthCheckRequest(), deadline: DateTime.UtcNow + s_limit)).Status == HealthCheckResponse.Types.ServingStatus.Serving)
                {
                    starts.Add(clock.Elapsed);
                    return adapter;
                }
            }
            catch (RpcException exception) when (exception.StatusCode == StatusCode.Unavailable)
            {
                // It does not listen yet.
            }

            await Task.Delay(5);
        }

        adapter.Dispose();
        throw new InvalidOperationException("the adapter did not serve in time");
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
        Row($"{Callers} callers at once for {s_load.TotalSeconds:0} s, the callers on the same two cores", string.Create(CultureInfo.InvariantCulture,
            $"{sorted.Length / elapsed:0} calls/s, p50 {sorted[sorted.Length / 2]:0.0} ms, p99 {sorted[sorted.Length * 99 / 100]:0.0} ms"));
    }

    private static void Row(string what, string measured) => Console.WriteLine($"| {what} | {measured} |");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>An adapter that ends with this object: its input ends.</summary>
    private sealed class RunningAdapter(Process process, Uri address) : IDisposable
    {
        public Uri Address { get; } = address;

        /// <summary>A value of <c>/proc/PID/status</c>, in MB.</summary>
        public long Memory(string name) => long.Parse(
            File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
            CultureInfo.InvariantCulture) / 1000;

        public void Dispose()
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(s_limit))
            {
                process.Kill();
            }

            process.Dispose();
        }
    }
}
