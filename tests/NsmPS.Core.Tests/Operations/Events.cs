using NsmPS.Operations;

namespace NsmPS.Core.Tests.Operations;

/// <summary>Collects what an operation says.</summary>
internal static class Events
{
    public static async Task<IReadOnlyList<LifecycleEvent>> CollectAsync(IAsyncEnumerable<LifecycleEvent> events)
    {
        var list = new List<LifecycleEvent>();
        await foreach (var item in events.WithCancellation(TestContext.Current.CancellationToken))
        {
            list.Add(item);
        }

        return list;
    }

    public static T Result<T>(this IReadOnlyList<LifecycleEvent> events) => events[^1] switch
    {
        LifecycleEvent.Completed { Result: T result } => result,
        LifecycleEvent.Failed failed => throw failed.Error,
        var other => throw new InvalidOperationException($"unexpected last event {other}"),
    };

    public static NsmException Error(this IReadOnlyList<LifecycleEvent> events) => Assert.IsType<LifecycleEvent.Failed>(events[^1]).Error;

    public static IEnumerable<string> Targets(this IReadOnlyList<LifecycleEvent> events) => events.OfType<LifecycleEvent.ObjectDone>().Select(item => item.Target);
}
