using System.Diagnostics;
using System.Globalization;
using Grpc.Net.Client;
using NsmPS.Meshes;
using static NsmPS.Meshes.MeshService;

namespace NsmPS.Bench;

/// <summary>Calls the adapter and a bare service on the same framework in turn, so that both meet the same machine.</summary>
internal sealed class BareComparison(string folder)
{
    private const int Callers = 64;
    private const int Rounds = 7;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_round = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private static readonly (string Name, Func<MeshServiceClient, Task> Call)[] s_calls =
    [
        ("MeshName", async client => await client.MeshNameAsync(new MeshNameRequest())),
        ("SupportedOperations", async client => await client.SupportedOperationsAsync(new SupportedOperationsRequest())),

        // No operation of that name: an event and a line of the log, and no cluster.
        ("ApplyOperation until it is answered", async client =>
            await client.ApplyOperationAsync(new ApplyRuleRequest { OpName = "benchmark", OperationId = "1" })),
    ];

    public async Task RunAsync()
    {
        using var adapter = await RunningAdapter.StartAsync(folder);
        using var bare = await RunningAdapter.StartBareAsync();
        await Task.Delay(s_idle);
        Console.WriteLine("\n| the adapter against a bare service on the same framework, in turn | adapter | bare | ratio |");
        Console.WriteLine("|---|---|---|---|");
        Row("resident memory, idle, MB", adapter.Megabytes("VmRSS"), bare.Megabytes("VmRSS"));
        using var ours = GrpcChannel.ForAddress(adapter.Address);
        using var theirs = GrpcChannel.ForAddress(bare.Address);
        foreach (var (name, call) in s_calls)
        {
            await RateAsync(ours, call, s_warmUp);
            await RateAsync(theirs, call, s_warmUp);
            var (mine, others) = (new List<double>(), new List<double>());
            for (var i = 0; i < Rounds; i++)
            {
                mine.Add(await RateAsync(ours, call, s_round));
                others.Add(await RateAsync(theirs, call, s_round));
            }

            Row($"{name}, calls/s", Median(mine), Median(others));
        }

        Row("resident memory, peak, MB", adapter.Megabytes("VmHWM"), bare.Megabytes("VmHWM"));
    }

    private static async Task<double> RateAsync(GrpcChannel channel, Func<MeshServiceClient, Task> call, TimeSpan length)
    {
        var client = new MeshServiceClient(channel);
        var (count, clock) = (0, Stopwatch.StartNew());
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            while (clock.Elapsed < length)
            {
                await call(client);
                Interlocked.Increment(ref count);
            }
        }));
        return count / clock.Elapsed.TotalSeconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static void Row(string what, double ours, double theirs) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"| {what} | {ours:0} | {theirs:0} | {ours / theirs:0.00} |"));
}
