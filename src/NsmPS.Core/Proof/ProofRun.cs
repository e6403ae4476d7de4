using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace NsmPS.Proof;

/// <summary>Tests many wires at once and gives each result as it comes.</summary>
internal static class ProofRun
{
    /// <summary>Runs a test for each item. When the caller stops reading, what still runs is cancelled and waited for.</summary>
    /// <param name="items">What is tested.</param>
    /// <param name="throttleLimit">How many at once.</param>
    /// <param name="time">The clock for how long each test took.</param>
    /// <param name="test">The test.</param>
    /// <param name="cancellationToken">Ends all of them.</param>
    public static async IAsyncEnumerable<NsmIcmpResult> EachAsync<T>(IReadOnlyList<T> items, int throttleLimit, TimeProvider time,
        Func<T, CancellationToken, Task<NsmIcmpResult>> test, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = Channel.CreateUnbounded<NsmIcmpResult>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var work = RunAsync(stop.Token);
        try
        {
            await foreach (var result in results.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return result;
            }
        }
        finally
        {
            await stop.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work;

        async Task RunAsync(CancellationToken token)
        {
            try
            {
                var limit = new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = token };
                await Parallel.ForEachAsync(items, limit, async (item, inner) =>
                {
                    var start = time.GetTimestamp();
                    var result = await test(item, inner);
                    await results.Writer.WriteAsync(result with { Duration = time.GetElapsedTime(start) }, inner);
                });
            }
            finally
            {
                results.Writer.TryComplete();
            }
        }
    }
}
