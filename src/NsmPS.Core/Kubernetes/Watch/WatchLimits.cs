using System.Diagnostics.CodeAnalysis;

namespace NsmPS.Kubernetes.Watch;

/// <summary>How long one stream of a watch lives.</summary>
/// <param name="Server">When the server ends it.</param>
/// <param name="Silence">How long it may say nothing; servers send a bookmark about every minute.</param>
/// <param name="Whole">When this side ends it although the server should have.</param>
internal sealed record WatchLimits(TimeSpan Server, TimeSpan Silence, TimeSpan Whole)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(150);

    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(15);

    /// <summary>Four to five minutes, different each time, so that many watches do not come back together.</summary>
    [SuppressMessage("Security", "CA5394", Justification = "It only spreads requests.")]
    public static WatchLimits Choose()
    {
        var server = TimeSpan.FromSeconds(Random.Shared.Next(240, 301));
        return new WatchLimits(server, s_silence, server + s_grace);
    }
}
