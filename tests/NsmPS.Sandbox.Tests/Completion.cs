extern alias core;

using System.Diagnostics;
using core::NsmPS.Operations;

namespace NsmPS.Sandbox.Tests;

/// <summary>Runs operations of the library to their end.</summary>
internal static class Completion
{
    /// <summary>The last event of an operation that must not fail.</summary>
    public static async Task<LifecycleEvent.Completed> CompleteAsync(IAsyncEnumerable<LifecycleEvent> events)
    {
        LifecycleEvent? last = null;
        await foreach (var item in events)
        {
            last = item;
        }

        Assert.False(last is LifecycleEvent.Failed, (last as LifecycleEvent.Failed)?.Error.Message);
        return Assert.IsType<LifecycleEvent.Completed>(last);
    }

    /// <summary>The same, and the time until then in the test's output.</summary>
    public static async Task<LifecycleEvent.Completed> CompleteAsync(string what, IAsyncEnumerable<LifecycleEvent> events, Stopwatch clock)
    {
        var completed = await CompleteAsync(events);
        TestContext.Current.TestOutputHelper?.WriteLine($"{what} after {clock.Elapsed.TotalSeconds:0.00} s");
        return completed;
    }
}
