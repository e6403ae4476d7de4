using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Config;
using NsmPS.Kubernetes.Credentials;
using NsmPS.Kubernetes.Http;

namespace NsmPS.Core.Tests.Kubernetes.Http;

/// <summary>Several servers without end share one limit, and what was read is given back.</summary>
public sealed class AnswerBudgetTests
{
    private const long Budget = 1024 * 1024;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfServersWithoutEnd_EndsWhenTheBudgetDoes()
    {
        var budget = new AnswerBudget(Budget);
        var lists = Enumerable.Range(0, 8).Select(_ => ListAsync(budget, endless: true));

        var errors = await Task.WhenAll(lists.Select(list => Assert.ThrowsAsync<NsmException>(() => list)));

        Assert.All(errors, error => Assert.Equal("ApiRequestFailed", error.Error.Id));

        // All of it is there again.
        Assert.True(budget.TryTake(Budget));
    }

    [Fact]
    public async Task List_Ended_GivesBackWhatItTook()
    {
        var budget = new AnswerBudget(Budget);
        for (var i = 0; i < 20; i++)
        {
            await ListAsync(budget, endless: false);
        }

        Assert.True(budget.TryTake(Budget));
        Assert.False(budget.TryTake(1));
    }

    [Fact]
    public async Task List_WhileNothingIsLeft_Fails()
    {
        var budget = new AnswerBudget(Budget);
        Assert.True(budget.TryTake(Budget));
        await Assert.ThrowsAsync<NsmException>(() => ListAsync(budget, endless: false));
        budget.Give(Budget);
        await ListAsync(budget, endless: false);
    }

    private static async Task ListAsync(AnswerBudget budget, bool endless)
    {
        var body = $$"""{"metadata":{"continue":"{{(endless ? "more" : "")}}"},"items":[],"x":"{{new string('x', 100_000)}}"}""";
        using var door = new Pages(() => new StringContent(body));
        var settings = new ConnectionSettings { Name = "stranger", Server = new Uri("https://stranger.test") };
        using var connection = new ApiConnection(
            settings, new FixedCredential(new RequestCredential(null, null)), TimeProvider.System, new ClusterOptions(), door);
        await new ObjectLister(connection, budget).ListAsync(KnownTypes.Pods, ListFilter.All, Token);
    }

    private sealed class Pages(Func<HttpContent> next) : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = next() });
    }
}
