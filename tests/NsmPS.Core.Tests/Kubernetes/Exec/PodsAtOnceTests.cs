using NsmPS.Kubernetes.Exec;

namespace NsmPS.Core.Tests.Kubernetes.Exec;

public sealed class PodsAtOnceTests
{
    private const int Pods = 5 * PodsAtOnce.Usual;

    [Fact]
    public async Task Ask_ManyPods_IsSomeAtATimeAndTheAnswersAreInOrder()
    {
        var (open, most, gate) = (0, 0, new Lock());
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var answers = await PodsAtOnce.AskAsync([.. Enumerable.Range(0, Pods)], async (number, token) =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++open);
                if (open == PodsAtOnce.Usual)
                {
                    full.TrySetResult();
                }
            }

            // Nobody is done before as many are asked as may be.
            await full.Task.WaitAsync(token);
            lock (gate)
            {
                open--;
            }

            return 2 * number;
        }, TestContext.Current.CancellationToken);

        Assert.Equal(PodsAtOnce.Usual, most);
        Assert.Equal(Enumerable.Range(0, Pods).Select(number => 2 * number), answers);
    }

    [Fact]
    public async Task Ask_OneFails_EndsTheOthers() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => PodsAtOnce.AskAsync([.. Enumerable.Range(0, Pods)],
            async (number, token) =>
            {
                await (number == 1 ? Task.FromException(new InvalidOperationException()) : Task.Delay(Timeout.InfiniteTimeSpan, token));
                return number;
            }, TestContext.Current.CancellationToken));
}
