using System.Collections.Concurrent;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Discovery;

namespace NsmPS.Adapter.Operations.Lanes;

/// <summary>Knows which cluster is behind an address. It asks the cluster, shortly: a request is answered only afterwards.</summary>
internal sealed class ClusterIdentities(TimeProvider time)
{
    /// <summary>How long a cluster has to say who it is.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>How long an answer holds: an address may come to lead to another cluster.</summary>
    public static readonly TimeSpan AnswerAge = TimeSpan.FromMinutes(10);

    /// <summary>How long a cluster that did not answer is not asked again.</summary>
    public static readonly TimeSpan SilenceAge = TimeSpan.FromSeconds(30);

    /// <summary>Callers choose the addresses, so their number is bounded.</summary>
    private const int Most = 1000;

    private readonly ConcurrentDictionary<string, (string? Identity, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>Who it is; null when it does not say so in time, or not to this caller.</summary>
    public async Task<string?> FindAsync(ClusterClient client, CancellationToken cancellationToken)
    {
        var address = client.Server.AbsoluteUri;
        if (_known.TryGetValue(address, out var known) && IsValid(known))
        {
            return known.Identity;
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return Keep(address, await ClusterIdentity.FindAsync(client, both.Token));
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return Keep(address, null);
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.ClusterUnreachable)
        {
            return Keep(address, null);
        }
        catch (NsmException)
        {
            // Another caller may have the right to know it. The operation says what is wrong, if it minds.
            return null;
        }
    }

    private bool IsValid((string? Identity, long At) known) =>
        time.GetElapsedTime(known.At) < (known.Identity is null ? SilenceAge : AnswerAge);

    private string? Keep(string address, string? identity)
    {
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known[address] = (identity, time.GetTimestamp());
        return identity;
    }
}
