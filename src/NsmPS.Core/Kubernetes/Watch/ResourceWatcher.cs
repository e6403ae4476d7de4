using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Watch;

/// <summary>
/// List, then watch, forever. A stream that ends, is cut or falls silent is taken up where it was; a position the server has forgotten
/// (410) is answered by a new list. KubernetesClient leaves all of that to its caller.
/// </summary>
internal sealed class ResourceWatcher(ApiConnection connection, ObjectLister lister, ResourceType type, ListFilter filter)
{
    private const int MostFailures = 10;

    private static readonly TimeSpan s_firstPause = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<WatchEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failures = 0;
        var absent = false;
        while (true)
        {
            var list = await lister.ListAsync(type, filter, cancellationToken);
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

            var position = new WatchPosition(list.ResourceVersion);
            while (!position.Expired)
            {
                var seen = 0;
                await foreach (var change in StreamAsync(position, failures, cancellationToken))
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
    private async IAsyncEnumerable<WatchEvent> StreamAsync(WatchPosition position, int failures,
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
            await using var lines = new WatchLineReader(await open.Content.ReadAsStreamAsync(cancellationToken), limits, connection.Time);
            while (await lines.ReadAsync(cancellationToken) is { } line)
            {
                if (Read(line, position, request) is { } change)
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
