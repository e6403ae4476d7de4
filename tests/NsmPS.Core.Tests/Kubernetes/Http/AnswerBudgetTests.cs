using NsmPS.Core.Tests.Fakes;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Answers;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Http;
using NsmPS.Kubernetes.Watch;

namespace NsmPS.Core.Tests.Kubernetes.Http;

/// <summary>Several servers without end share one limit, nobody reads past it, and what was read is given back.</summary>
public sealed class AnswerBudgetTests
{
    private const long Budget = 4 * 1024 * 1024;

    private static readonly string s_filler = new('x', 1000);

    private readonly AnswerBudget _budget = new(Budget);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfServersWithoutEnd_EndsWhenTheBudgetDoes()
    {
        var lists = Enumerable.Range(0, 8).Select(_ => ListAsync(() => new StringContent(Page(continues: true))));

        var errors = await Task.WhenAll(lists.Select(list => Assert.ThrowsAsync<NsmException>(() => list)));

        Assert.All(errors, error => Assert.Equal("ApiRequestFailed", error.Error.Id));
        AssertAllIsThere();
    }

    [Fact]
    public async Task List_APageWithoutEnd_IsReadNoFurtherThanTheBudget()
    {
        var page = new EndlessStream("""{"items":[""", number => $$$"""{"metadata":{"name":"{{{number}}}","x":"{{{s_filler}}}"} },""");

        var error = await Assert.ThrowsAsync<NsmException>(() => ListAsync(() => new StreamContent(page)));

        Assert.Contains("too much is listed at once", error.Message, StringComparison.Ordinal);
        Assert.InRange(page.Sent, 1, Budget);
        AssertAllIsThere();
    }

    [Fact]
    public async Task List_ManyTinyValues_CountAsTheObjectsTheyBecome()
    {
        // A hundredth of the budget as text, more than all of it as objects.
        var page = $$"""{"metadata":{},"items":[{{string.Join(',', Enumerable.Repeat("0", 200_000))}}]}""";

        await Assert.ThrowsAsync<NsmException>(() => ListAsync(() => new StringContent(page)));

        AssertAllIsThere();
    }

    [Fact]
    public async Task List_Ended_GivesBackWhatItTook()
    {
        for (var i = 0; i < 40; i++)
        {
            await ListAsync(() => new StringContent(Page(continues: false)));
        }

        AssertAllIsThere();
    }

    [Fact]
    public async Task List_Cut_GivesBackWhatItTook()
    {
        await Assert.ThrowsAsync<NsmException>(() => ListAsync(() => new StreamContent(
            new EndlessStream(new string('x', 400_000), _ => throw new IOException("cut")))));

        AssertAllIsThere();
    }

    [Fact]
    public async Task List_WhileNothingIsLeft_FailsUnlessItIsSmall()
    {
        Assert.True(_budget.TryTake(Budget));

        await Assert.ThrowsAsync<NsmException>(() => ListAsync(() => new StringContent(Page(continues: false))));
        await ListAsync(() => new StringContent("""{"metadata":{},"items":[]}"""));

        _budget.Give(Budget);
        await ListAsync(() => new StringContent(Page(continues: false)));
    }

    [Fact]
    public async Task List_WhileTheMemoryIsFullOfOtherThings_FailsUnlessItIsSmall()
    {
        var full = true;
        var budget = new AnswerBudget(Budget, () => full);

        await Assert.ThrowsAsync<NsmException>(() => ListAsync(() => new StringContent(Page(continues: false)), budget));
        await ListAsync(() => new StringContent("""{"metadata":{},"items":[]}"""), budget);

        full = false;
        await ListAsync(() => new StringContent(Page(continues: false)), budget);
    }

    [Fact]
    public async Task List_ManySmallObjects_CountAsWhatTheyBecome()
    {
        // A tenth of the budget as text, more than it as objects.
        var page = $$"""{"metadata":{},"items":[{{string.Join(',', Enumerable.Repeat("{}", 4000))}}]}""";

        await Assert.ThrowsAsync<NsmException>(() => ListAsync(() => new StringContent(page)));

        AssertAllIsThere();
    }

    [Fact]
    public async Task Connection_TakesAllItMay_LeavesSomeToOthers()
    {
        var one = _budget.ForOne();
        while (one.TryTake(64 * 1024))
        {
        }

        await ListAsync(() => new StringContent(Page(continues: false)));
    }

    [Fact]
    public async Task WatchLine_WithoutEnd_IsReadNoFurtherThanTheBudget()
    {
        var line = new EndlessStream("", _ => new string('x', 1000));
        using var lease = new AnswerLease(_budget);
        await using var reader = new WatchLineReader(line, WatchLimits.Choose(), lease, TimeProvider.System);

        Assert.Null(await reader.ReadAsync(Token));

        Assert.InRange(line.Sent, 1, Budget + AnswerLease.Free + (64 * 1024));
        Assert.Equal(0, lease.Taken);
    }

    [Fact]
    public async Task Watch_ObjectsWithoutEnd_ListsAnewWhenTheBudgetEnds()
    {
        var stream = new EndlessStream("", number => $$$"""
            {"type":"ADDED","object":{"metadata":{"name":"{{{number}}}","x":"{{{s_filler}}}"} } }

            """);
        using var door = new Pages(request => request.RequestUri!.Query.Contains("watch", StringComparison.Ordinal)
            ? new StreamContent(stream)
            : new StringContent("""{"metadata":{},"items":[]}"""));
        using var connection = Connect(door);
        var watcher = new ResourceWatcher(connection, new ObjectLister(connection), KnownTypes.Pods, ListFilter.All);
        var snapshots = 0;
        await foreach (var change in watcher.WatchAsync(Token))
        {
            snapshots += change is WatchEvent.Snapshot ? 1 : 0;
            if (snapshots == 2)
            {
                break;
            }
        }

        Assert.InRange(stream.Sent, Budget / 2, Budget + (64 * 1024));
        AssertAllIsThere();
    }

    private static string Page(bool continues) =>
        $$"""{"metadata":{"continue":"{{(continues ? "more" : "")}}"},"items":[],"x":"{{new string('x', 100_000)}}"}""";

    private void AssertAllIsThere()
    {
        Assert.True(_budget.TryTake(Budget));
        Assert.False(_budget.TryTake(1));
    }

    private async Task ListAsync(Func<HttpContent> next, AnswerBudget? budget = null)
    {
        using var door = new Pages(_ => next());
        using var connection = Connect(door, budget);
        using var lease = new AnswerLease(connection.Answers);
        await new ObjectLister(connection).ListAsync(KnownTypes.Pods, ListFilter.All, parts: null, lease, Token);
    }

    private ApiConnection Connect(DelegatingHandler door, AnswerBudget? budget = null) => new(
        new ConnectionSettings { Name = "stranger", Server = new Uri("https://stranger.test") },
        new FixedCredential(new RequestCredential(null, null)), TimeProvider.System,
        new ClusterOptions { Answers = budget ?? _budget, OutageBudget = TimeSpan.Zero }, door);

    private sealed class Pages(Func<HttpRequestMessage, HttpContent> next) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = next(request) });
    }
}
