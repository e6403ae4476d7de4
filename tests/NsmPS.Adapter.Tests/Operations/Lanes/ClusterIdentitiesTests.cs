using Microsoft.Extensions.Time.Testing;
using NsmPS.Adapter.Operations.Lanes;
using NsmPS.Core.Tests.Server;

namespace NsmPS.Adapter.Tests.Operations.Lanes;

/// <summary>Which cluster an address leads to, asked of the sandbox's API server.</summary>
public sealed class ClusterIdentitiesTests : IDisposable
{
    private const string Question = "/api/v1/namespaces/kube-system";

    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddYears(50));
    private readonly ApiServer _server = new();
    private readonly ClusterIdentities _identities;

    public ClusterIdentitiesTests() => _identities = new ClusterIdentities(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private int Asked => _server.Requests.Count(request => request.Path == Question);

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Find_TwoAddressesOfOneCluster_IsOneIdentity()
    {
        using var another = new ApiServer();
        var first = await FindAsync("first");

        Assert.NotNull(first);
        Assert.Equal(first, await FindAsync("second"));
        Assert.NotEqual(first, await FindAsync("first", another, new ClusterIdentities(_time)));
    }

    [Fact]
    public async Task Find_Again_AsksOnlyWhenTheAnswerIsOld()
    {
        await FindAsync("first");
        _time.Advance(ClusterIdentities.AnswerAge - TimeSpan.FromSeconds(1));
        await FindAsync("first");
        Assert.Equal(1, Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await FindAsync("first");

        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Find_ClusterHangs_GivesUpAtTheDeadlineAndAsksLaterAgain()
    {
        var asked = new SemaphoreSlim(0);
        var hangs = true;
        _server.InterceptAsync(async (_, cancellationToken) =>
        {
            asked.Release();
            await Task.Delay(hangs ? Timeout.Infinite : 0, cancellationToken);
            return null;
        });
        var question = FindAsync("first");
        await asked.WaitAsync(Token);
        _time.Advance(ClusterIdentities.Deadline - TimeSpan.FromMilliseconds(1));
        Assert.False(question.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Null(await question);
        Assert.Null(await FindAsync("first"));
        Assert.Equal(1, Asked);
        hangs = false;
        _time.Advance(ClusterIdentities.SilenceAge);
        Assert.NotNull(await FindAsync("first"));
    }

    [Fact]
    public async Task Find_CallerWithoutTheRight_IsNullAndTheNextIsAskedForItself()
    {
        var refuses = true;
        _server.Refuse(request => refuses && request.Path == Question, 403, "Forbidden", "namespaces \"kube-system\" is forbidden");
        Assert.Null(await FindAsync("first"));
        refuses = false;

        Assert.NotNull(await FindAsync("first"));
    }

    private Task<string?> FindAsync(string name) => FindAsync(name, _server, _identities);

    private static async Task<string?> FindAsync(string name, ApiServer server, ClusterIdentities identities)
    {
        using var client = server.CreateClient(name: name);
        return await identities.FindAsync(client, Token);
    }
}
