using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Watch;

/// <summary>List, then watch, forever. A stream that ends, is cut or falls silent is taken up where it was; a position the server has
/// forgotten (410) is answered by a new list. KubernetesClient leaves all of that to its caller.</summary>
internal sealed class ResourceWatcher(ApiConnection connection, ObjectLister lister, ResourceType type, ListFilter filter)
{
    private const int MostFailures = 10;

    /// <summary>How much memory changes may take until everything is listed again, which tells what of it still exists.</summary>
    private const long MostChanges = 16L * 1024 * 1024;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<WatchEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var lease = new AnswerLease(connection.Answers);
        var failures = 0;
        var absent = false;
        while (true)
        {
            lease.ReturnTo(0);
            var list = await lister.ListAsync(type, filter, parts: null, lease, cancellationToken);
            if (list is not null || !absent)
            {
                yield return new WatchEvent.Snapshot(list?.Items ?? []);
            }

            absent = list is null;
            if (list is null)
            {
                // The kind is not defined (yet).
                await PauseAsync(failures++, cancellationToken);
                continue;
            }

            var position = new WatchPosition(list.ResourceVersion, lease.Taken + MostChanges);
            while (!position.Expired)
            {
                var seen = 0;
                await foreach (var change in StreamAsync(position, failures, lease, cancellationToken))
                {
                    seen++;
                    yield return change;
                }

                failures = seen > 0 || position.Calm ? 0 : failures + 1;
                if (!position.Calm)
                {
                    await PauseAsync(failures, cancellationToken);
                }
            }
        }
    }

    /// <summary>One stream to its end, whichever that is.</summary>
    private async IAsyncEnumerable<WatchEvent> StreamAsync(WatchPosition position, int failures, AnswerLease lease,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var limits = WatchLimits.Choose();
        position.Calm = false;
        var request = ObjectRequests.Watch(type, filter, position.ResourceVersion, limits.Server);
        (var open, var answer) = await connection.OpenAsync(request, cancellationToken);
        if (open is null)
        {
            // 404: the kind's definition was deleted. 5xx: the server is in trouble, which may pass.
            position.Expired = answer.Code is HttpStatusCode.Gone or HttpStatusCode.NotFound;
            var passing = answer.Code >= HttpStatusCode.InternalServerError && failures < MostFailures;
            if (!position.Expired && !passing)
            {
                throw connection.Errors.Refused(request, answer);
            }

            yield break;
        }

        using (open)
        {
            var stream = await open.Content.ReadAsStreamAsync(cancellationToken);
            await using var lines = new WatchLineReader(stream, limits, lease, connection.Time);
            while (await lines.ReadAsync(cancellationToken) is { } line)
            {
                position.Expired = lease.Taken > position.MostTaken || !lease.TryTake(AnswerLease.SizeOf(line));
                if (!position.Expired && Read(line, position, request) is { } change)
                {
                    yield return change;
                }

                if (position.Expired)
                {
                    yield break;
                }
            }

            position.Calm = lines.EndedInTime;
        }
    }

    private WatchEvent? Read(string line, WatchPosition position, ApiRequest request)
    {
        try
        {
            return WatchLine.Read(line, position);
        }
        catch (FormatException exception)
        {
            throw connection.Errors.NoEvent(request, exception);
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It only spreads retries.")]
    private Task PauseAsync(int failures, CancellationToken cancellationToken) =>
        Task.Delay(RetryRules.Backoff(failures, s_firstPause, s_longestPause, Random.Shared.NextDouble()), connection.Time,
            cancellationToken);
}
