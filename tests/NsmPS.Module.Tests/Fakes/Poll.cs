namespace NsmPS.Module.Tests.Fakes;

/// <summary>Waits for what nothing signals.</summary>
internal static class Poll
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a condition holds; fails when it does not in time.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(s_limit);
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }
}
