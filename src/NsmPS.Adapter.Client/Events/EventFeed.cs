using System.Runtime.CompilerServices;
using NsmPS.Adapter.Client.Calls;

namespace NsmPS.Adapter.Client.Events;

/// <summary>The events of an adapter over as many streams as it takes.</summary>
internal sealed class EventFeed(AdapterCalls calls, TimeProvider time)
{
    // A stream that lived this long does not count as a failed try, even if it brought no event.
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(5);

    /// <summary>Gives events until cancelled. When the stream breaks it is opened again, with
    /// growing pauses; only the first try's failure ends the feed.</summary>
    /// <param name="opened">Called whenever a stream is open.</param>
    /// <param name="interrupted">Called whenever one broke or could not be opened again.</param>
    /// <param name="cancellationToken">Ends the feed.</param>
    /// <exception cref="NsmException">The first stream could not be opened, or what answers now is no adapter.</exception>
    public async IAsyncEnumerable<ReceivedEvent> ReadAsync(
        Action? opened, Action<NsmException>? interrupted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failures = 0;
        for (var connection = 0; ;)
        {
            var started = time.GetTimestamp();
            var (stream, problem) = await TryAsync(() => EventStream.OpenAsync(calls, time, cancellationToken));
            if (stream is not null)
            {
                connection++;
                opened?.Invoke();
                using (stream)
                {
                    while (true)
                    {
                        (var happened, problem) = await TryAsync(() => stream.NextAsync(cancellationToken));
                        if (happened is null)
                        {
                            break;
                        }

                        failures = 0;
                        yield return new ReceivedEvent(connection, happened);
                    }
                }
            }

            if (problem is not null && (connection == 0 || problem.Error == NsmErrors.AdapterIncompatible))
            {
                throw problem;
            }

            interrupted?.Invoke(problem ?? new NsmException(NsmErrors.AdapterUnreachable, "The adapter has ended the stream of events."));
            failures = time.GetElapsedTime(started) >= s_stable ? 1 : failures + 1;
            await Task.Delay(Backoff.After(failures), time, cancellationToken);
        }
    }

    // A failure as a value: an iterator cannot yield inside try.
    private static async Task<(T? Value, NsmException? Problem)> TryAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return (await work(), null);
        }
        catch (NsmException problem)
        {
            return (default, problem);
        }
    }
}
