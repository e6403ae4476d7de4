using Microsoft.Extensions.Time.Testing;
using NsmPS.Kubernetes.Health;
using NsmPS.Kubernetes.Waiting;

namespace NsmPS.Core.Tests.Kubernetes.Waiting;

public class WaitReasonsTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<string> _shown = [];
    private readonly List<string> _lasting = [];
    private readonly WaitReasons _reasons;

    public WaitReasonsTests() =>
        _reasons = new WaitReasons(cause => _shown.Add(cause?.ToString() ?? ""), cause => _lasting.Add(cause.ToString()));

    private static WaitItem Count(string reason) => new("DaemonSet/n/nsmgr", NsmState.Pending, reason) { IsCount = true };

    private static WaitItem Pull(string pod, string reason) =>
        new($"Pod/n/{pod}", NsmState.Pending, reason, Doubtful: true) { Cause = "container nsmd: ErrImagePull" };

    private static WaitItem Starting(string pod) => new($"Pod/n/{pod}", NsmState.Pending, "its containers are being created");

    private void Observe(int seconds, params WaitItem[] items)
    {
        _reasons.Observe(items, _time.GetUtcNow());
        _time.Advance(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public void Observe_PodAndItsWorkload_ShowsThePodsReasonOnce()
    {
        Observe(1, Count("0 of 2 pods ready"), Starting("b"), Pull("a", "container nsmd: ErrImagePull: no such image"));
        Observe(1, Count("0 of 2 pods ready"), Starting("b"), Pull("a", "container nsmd: ErrImagePull: no such image"));

        Assert.Equal(["container nsmd: ErrImagePull: no such image (Pod/n/a)"], _shown);
    }

    [Fact]
    public void Observe_SameReasonOfMany_CountsThem()
    {
        Observe(1, [.. Enumerable.Range(1, 400).Select(index => Starting($"p{index}"))]);

        Assert.Equal(["its containers are being created (Pod/n/p1 and 399 more)"], _shown);
    }

    [Fact]
    public void Observe_ReasonOfTwentySeconds_IsToldOnceThoughItsWordsChange()
    {
        Observe(19, Count("0 of 1 pods ready"), Pull("a", "container nsmd: ErrImagePull: no such image"));
        Observe(1, Count("0 of 1 pods ready"), Pull("a", "container nsmd: ImagePullBackOff: waits"));
        Assert.Empty(_lasting);

        Observe(30, Count("0 of 1 pods ready"), Pull("a", "container nsmd: ImagePullBackOff: waits"));
        Observe(30, Count("0 of 1 pods ready"), Pull("a", "container nsmd: ImagePullBackOff: waits"));

        Assert.Equal(["container nsmd: ImagePullBackOff: waits (Pod/n/a)"], _lasting);
    }

    [Fact]
    public void Observe_PodsOneAfterTheOther_NoneOfThemLasts()
    {
        foreach (var pod in new[] { "a", "b", "c", "d", "e" })
        {
            Observe(10, Starting(pod));
        }

        Assert.Empty(_lasting);
    }

    [Fact]
    public void Observe_OnlyAWorkload_ItsCountIsToldToo()
    {
        Observe(20, Count("1 of 2 pods available"));
        Observe(1, Count("1 of 2 pods available"));

        Assert.Equal(["1 of 2 pods available (DaemonSet/n/nsmgr)"], _lasting);
    }

    [Fact]
    public void End_SomethingWasShown_TakesItBack()
    {
        _reasons.End();
        Assert.Empty(_shown);

        Observe(1, Starting("a"));
        _reasons.End();

        Assert.Equal("", _shown[^1]);
    }
}
