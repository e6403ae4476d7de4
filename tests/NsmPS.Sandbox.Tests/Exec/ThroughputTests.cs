extern alias core;

using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Proof.Throughput;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Exec;

/// <summary>That nothing which measures stays in the pods.</summary>
public sealed class ThroughputTests
{
    private const string Tools = "nicolaka/netshoot:v0.14";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_DoneOrCancelled_LeavesNobodyListening()
    {
        await using var sandbox = await Harness.StartAsync();
        await sandbox.InstallAsync();
        await sandbox.CreateSampleAsync();
        using var client = await sandbox.ConnectAsync();
        var cluster = new MeshCluster(client, Catalog.Load(Yaml.Root));

        Assert.Equal("nc", await MeasureAsync(cluster, null));
        await CancelAsync(sandbox, cluster, null);
        Assert.Equal("iperf3", await MeasureAsync(cluster, Tools));
        await CancelAsync(sandbox, cluster, Tools);
    }

    private static async Task<string> MeasureAsync(MeshCluster cluster, string? image)
    {
        var measure = new ThroughputMeasure(cluster, null, new ThroughputOptions
        {
            Duration = TimeSpan.FromSeconds(1),
            DebugImage = image,
        });
        var first = "";
        var wires = await measure.FindAsync(row => (first.Length == 0 ? first = row.Client : first) == row.Client, Token);
        var rows = new List<NsmThroughputResult>();
        await foreach (var row in measure.RunAsync(wires, _ => { }, Token))
        {
            rows.Add(row);
        }

        Assert.All(rows, row => Assert.Equal((NsmThroughputVerdict.Ok, true), (row.Verdict, row.Ratio > 0.5)));
        return rows[0].Tool;
    }

    /// <summary>Cancels while a server listens.</summary>
    private static async Task CancelAsync(Harness sandbox, MeshCluster cluster, string? image)
    {
        await sandbox.UntilAsync("nobody listens", () => sandbox.Cluster.Listening == 0);
        var measure = new ThroughputMeasure(cluster, null, new ThroughputOptions
        {
            Duration = TimeSpan.FromMinutes(1),
            DebugImage = image,
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var wires = await measure.FindAsync(_ => true, Token);

        // Its time is longer than that of all before it.
        var running = Task.Run(async () =>
        {
            await foreach (var row in measure.RunAsync(wires, _ => { }, stop.Token))
            {
                Assert.Fail($"{row} was done.");
            }
        }, Token);
        await sandbox.UntilAsync("a server listens", () => sandbox.Cluster.Listening > 0);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await sandbox.UntilAsync("nobody listens any more", () => sandbox.Cluster.Listening == 0);
    }
}
