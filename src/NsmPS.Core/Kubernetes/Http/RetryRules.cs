using System.Net;

namespace NsmPS.Kubernetes.Http;

/// <summary>Which attempts are repeated, and after how long. Pure: the caller brings clock, budget and chance.</summary>
internal static class RetryRules
{
    /// <summary>How long a server that has never answered is tried.</summary>
    public static readonly TimeSpan FirstContactBudget = TimeSpan.FromSeconds(5);

    /// <summary>How often a request is repeated that etcd could not take: choosing a new leader takes it some seconds.</summary>
    private const int MostOfEtcd = 6;

    /// <summary>How often a request is repeated that an error inside the server ended.</summary>
    private const int MostOfOthers = 3;

    /// <summary>How often an apply is repeated that the server has no place for yet: some six to twelve seconds.</summary>
    private const int MostOfYoungKinds = 8;

    // What the server says when etcd changes its leader, or is too busy.
    private static readonly string[] s_etcd = ["etcdserver:", "leader changed", "request timed out"];

    // A webhook that does not answer takes its whole time again, and it is the webhook that has to be fixed.
    private static readonly string[] s_webhooks = ["failed calling webhook", "conversion webhook"];

    private static readonly TimeSpan s_firstDelay = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan s_longestDelay = TimeSpan.FromSeconds(3);

    /// <summary>The pause before the next attempt; null when there is to be none.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="attempt">How the attempt ended.</param>
    /// <param name="number">How many attempts were repeated before it.</param>
    /// <param name="outage">Time since this call began its first attempt.</param>
    /// <param name="budget">How long this call may keep trying.</param>
    /// <param name="chance">From 0 to 1: spreads callers that failed together.</param>
    public static TimeSpan? Delay(ApiRequest request, ApiAttempt attempt, int number, TimeSpan outage, TimeSpan budget, double chance)
    {
        if (!MayRepeat(request, attempt, number))
        {
            return null;
        }

        var delay = Backoff(number, s_firstDelay, s_longestDelay, chance);
        if (attempt.Response?.RetryAfter is { } asked && asked > delay)
        {
            delay = asked;
        }

        return outage + delay <= budget ? delay : null;
    }

    /// <summary>Doubles from <paramref name="first"/> up to <paramref name="longest"/>, and takes at least half of that.</summary>
    public static TimeSpan Backoff(int number, TimeSpan first, TimeSpan longest, double chance)
    {
        var full = Math.Min(first.TotalMilliseconds * Math.Pow(2, Math.Min(number, 30)), longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(full * (0.5 + (chance / 2)));
    }

    private static bool MayRepeat(ApiRequest request, ApiAttempt attempt, int number) => attempt switch
    {
        { Failure: { } failure } => failure.Kind switch
        {
            ApiFailureKind.NameUnknown or ApiFailureKind.NotConnected => true,
            ApiFailureKind.Dropped or ApiFailureKind.TimedOut => request.Repeatable,
            _ => false,
        },
        { Response: { } response } => response.Code switch
        {
            // A server states that a new kind is established a moment before it serves it.
            HttpStatusCode.NotFound => request.KindIsDiscovered && number < MostOfYoungKinds && response.IsOfNoKind,
            _ when request.BeginsWhenAgreed && number < MostOfOthers && IsPassing(response) => true,
            HttpStatusCode.TooManyRequests => request.Repeatable || response.RetryAfter is not null,
            HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.BadGateway => request.Repeatable,

            // The server marks some of what is worth trying again.
            >= HttpStatusCode.InternalServerError when response.RetryAfter is not null => request.Repeatable,
            HttpStatusCode.InternalServerError => request.Repeatable && number < MostRepeats(response),
            _ => false,
        },
        _ => false,
    };

    /// <summary>An answer that says nothing of the pod.</summary>
    private static bool IsPassing(ApiResponse response) => response.Code is HttpStatusCode.TooManyRequests
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.BadGateway
        || (response.Code == HttpStatusCode.InternalServerError && IsOfEtcd(TextOf(response)));

    private static bool IsOfEtcd(string text) => s_etcd.Any(words => text.Contains(words, StringComparison.Ordinal));

    private static string TextOf(ApiResponse response) => ApiStatus.Read(response.TryReadObject())?.Message ?? "";

    private static int MostRepeats(ApiResponse response)
    {
        var text = TextOf(response);
        return IsOfEtcd(text) ? MostOfEtcd
            : s_webhooks.Any(words => text.Contains(words, StringComparison.Ordinal)) ? 0
            : MostOfOthers;
    }
}
