using System.Diagnostics.CodeAnalysis;
using Polly;
using Polly.Retry;

namespace NsmPS.Kubernetes.Http;

/// <summary>Repeats attempts as <see cref="RetryRules"/> allow.</summary>
internal sealed class ApiRetry
{
    private static readonly ResiliencePropertyKey<Call> s_call = new("nsmps.call");

    private readonly TimeProvider _time;
    private readonly TimeSpan _outageBudget;
    private readonly ResiliencePipeline<ApiAttempt> _pipeline;
    private volatile bool _contacted;

    public ApiRetry(TimeProvider time, TimeSpan outageBudget)
    {
        _time = time;
        _outageBudget = outageBudget;
        _pipeline = new ResiliencePipelineBuilder<ApiAttempt> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<ApiAttempt>
            {
                MaxRetryAttempts = int.MaxValue,
                ShouldHandle = arguments => ValueTask.FromResult(Judge(arguments)),
                DelayGenerator = static arguments => ValueTask.FromResult(CallOf(arguments.Context).Delay),
            })
            .Build();
    }

    /// <summary>Makes attempts until one is final. Cancellation passes through.</summary>
    public async Task<ApiAttempt> ExecuteAsync(ApiRequest request, Func<CancellationToken, Task<ApiAttempt>> attempt, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var call = new Call(request, _time.GetTimestamp());
            context.Properties.Set(s_call, call);
            ApiAttempt last = await _pipeline.ExecuteAsync(
                static async (context, attempt) => await attempt(context.CancellationToken), context, attempt);
            return last.Response is { } response && call.MayBeDone ? ApiAttempt.Answered(response with { Repeated = true }) : last;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    [SuppressMessage("Security", "CA5394", Justification = "It only spreads retries.")]
    private bool Judge(RetryPredicateArguments<ApiAttempt> arguments)
    {
        if (arguments.Outcome.Exception is not null)
        {
            return false;
        }

        ApiAttempt attempt = arguments.Outcome.Result;
        _contacted |= attempt.Response is not null;
        Call call = CallOf(arguments.Context);
        TimeSpan outage = _time.GetElapsedTime(call.Started);
        TimeSpan budget = _contacted || _outageBudget < RetryRules.FirstContactBudget ? _outageBudget : RetryRules.FirstContactBudget;
        call.Delay = RetryRules.Delay(call.Request, attempt, arguments.AttemptNumber, outage, budget, Random.Shared.NextDouble());
        call.MayBeDone |= call.Delay is not null && attempt.MayBeDone;
        return call.Delay is not null;
    }

    private static Call CallOf(ResilienceContext context) => context.Properties.GetValue(s_call, null!);

    /// <summary>What one call remembers between its attempts.</summary>
    private sealed class Call(ApiRequest request, long started)
    {
        public ApiRequest Request { get; } = request;

        public long Started { get; } = started;

        public TimeSpan? Delay { get; set; }

        public bool MayBeDone { get; set; }
    }
}
