using Grpc.Core;
using Grpc.Net.Client;
using NsmPS.Meshes;

namespace NsmPS.Bench;

/// <summary>Follows an adapter's events with many subscribers, of which some never read and
/// some go away, and shows that nothing of them stays.</summary>
internal sealed class SubscriberBenchmark(RunningAdapter adapter)
{
    private const int Live = 100;
    private const int Idle = 50;
    private const int Leaving = 50;
    private const int Events = 2000;
    private const string UnknownOperation = "benchmark";

    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(10);

    public async Task RunAsync(Action<string, string> row)
    {
        // The first round brings everything in that stays for good; the second shows whether anything is added.
        await FollowAsync();
        await Task.Delay(s_settle);
        var (memory, threads) = (adapter.Megabytes("VmRSS"), adapter.Threads);
        await FollowAsync();
        var (memoryDuring, threadsDuring) = (adapter.Megabytes("VmRSS"), adapter.Threads);
        await Task.Delay(s_settle);
        row($"{Live + Idle + Leaving} subscribers, {Idle} of which never read and {Leaving} leave, {Events} events: memory before, at the "
            + $"end, {s_settle.TotalSeconds:0} s after",
            $"{memory}, {memoryDuring}, {adapter.Megabytes("VmRSS")} MB");
        row("the same: threads", $"{threads}, {threadsDuring}, {adapter.Threads}");
    }

    private async Task FollowAsync()
    {
        using var channel = GrpcChannel.ForAddress(adapter.Address,
            new GrpcChannelOptions { HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true } });
        var client = new MeshService.MeshServiceClient(channel);
        var live = await OpenAsync(client, Live);
        var others = await OpenAsync(client, Idle);
        var leaving = await OpenAsync(client, Leaving);
        var reading = live.Select(call => ReadAsync(call.ResponseStream)).ToArray();
        for (var i = 0; i < Events; i++)
        {
            await client.ApplyOperationAsync(new ApplyRuleRequest { OpName = UnknownOperation, OperationId = $"{i}" });
            if (i == Events / 2)
            {
                leaving.ForEach(call => call.Dispose());
            }
        }

        foreach (var got in await Task.WhenAll(reading))
        {
            if (!got.SequenceEqual(Enumerable.Range(0, Events).Select(i => $"{i}")))
            {
                var wrong = got.TakeWhile((id, i) => id == $"{i}").Count();
                throw new InvalidOperationException($"a subscriber missed an event, or got one out of order: of {got.Count}, number "
                    + $"{wrong} is {got.ElementAtOrDefault(wrong) ?? "nothing"}");
            }
        }

        live.Concat(others).ToList().ForEach(call => call.Dispose());
    }

    private static async Task<List<AsyncServerStreamingCall<EventsResponse>>> OpenAsync(MeshService.MeshServiceClient client, int count)
    {
        var calls = new List<AsyncServerStreamingCall<EventsResponse>>();
        for (var i = 0; i < count; i++)
        {
            calls.Add(client.StreamEvents(new EventsRequest()));
            await calls[^1].ResponseHeadersAsync;
        }

        return calls;
    }

    private static async Task<List<string>> ReadAsync(IAsyncStreamReader<EventsResponse> stream)
    {
        var ids = new List<string>();
        while (ids.Count < Events && await stream.MoveNext(CancellationToken.None))
        {
            ids.Add(stream.Current.OperationId);
        }

        return ids;
    }
}
