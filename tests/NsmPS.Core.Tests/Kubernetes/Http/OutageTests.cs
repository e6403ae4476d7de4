extern alias sandbox;

using Microsoft.Extensions.Time.Testing;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using sandbox::NsmPS.Sandbox.Control;

namespace NsmPS.Core.Tests.Kubernetes.Http;

/// <summary>What a client survives, and for how long, by a clock that runs only when it waits.</summary>
public sealed class OutageTests : IDisposable
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };
    private readonly ApiServer _server;
    private readonly ClusterClient _client;

    public OutageTests()
    {
        _server = new ApiServer(_time);
        _client = _server.CreateClient();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task FirstContact_Refused_FailsWithinFiveSeconds()
    {
        _server.Intercept(_ => throw Refused());
        (var error, var took) = await FailAsync(_client.GetServerVersionAsync(Token));
        Assert.Equal("ClusterUnreachable", error.Error.Id);
        Assert.Contains("https://sandbox.test:6443 cannot be reached to read the server's version: the connection was refused",
            error.Message, StringComparison.Ordinal);
        Assert.InRange(took.TotalSeconds, 1, 5);
        Assert.InRange(_server.Requests.Count, 4, 15);
    }

    [Fact]
    public async Task AfterContact_Refused_IsSurvivedForTheBudget()
    {
        await _client.GetServerVersionAsync(Token);
        _server.Intercept(_ => throw Refused());
        (var error, var took) = await FailAsync(_client.GetServerVersionAsync(Token));
        Assert.Equal("ClusterUnreachable", error.Error.Id);
        Assert.InRange(took.TotalSeconds, 55, 60);
        Assert.InRange(_server.Requests.Count, 20, 60);
    }

    [Fact]
    public async Task AfterContact_ServerComesBack_CallSucceeds()
    {
        await _client.GetServerVersionAsync(Token);
        var back = _time.GetUtcNow().AddSeconds(40);
        _server.Intercept(_ => _time.GetUtcNow() < back ? throw Refused() : null);
        await RunAsync(_client.ApplyAsync(Sample.ConfigMap(), false, false, Token));
        Assert.NotNull(_server.Find(Sample.ConfigMapKey()));
    }

    [Theory]
    [InlineData(429, "ApiRequestFailed")]
    [InlineData(503, "ClusterUnreachable")]
    public async Task Busy_ForEver_FailsAfterTheBudget(int code, string expected)
    {
        _server.Refuse(_ => true, code, "Busy", "come back later", retryAfter: 7);
        (var error, var took) = await FailAsync(_client.GetServerVersionAsync(Token));
        Assert.Equal(expected, error.Error.Id);
        Assert.Contains("come back later", error.Message, StringComparison.Ordinal);
        Assert.InRange(took.TotalSeconds, 49, 60);
        Assert.Equal(9, _server.Requests.Count);
    }

    [Fact]
    public async Task Attempt_WithoutAnswer_EndsAtItsLimit()
    {
        _server.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.Latency, DelayMilliseconds = int.MaxValue });
        (var error, var took) = await FailAsync(_client.GetServerVersionAsync(Token));
        Assert.Equal("ClusterUnreachable", error.Error.Id);
        Assert.Contains("did not answer within 30 s", error.Message, StringComparison.Ordinal);
        Assert.InRange(took.TotalSeconds, 30, 36);
    }

    [Fact]
    public async Task Create_AnswerLost_IsNotSentAgain()
    {
        _server.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.DroppedConnection, Method = "POST" });
        (var error, _) = await FailAsync(_client.CreateAsync(Sample.ConfigMap(), false, Token));
        Assert.Equal("ClusterUnreachable", error.Error.Id);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task CreateDryRun_AnswerLost_IsSentAgain()
    {
        _server.Faults.Set(new Fault { Kind = NsmSandboxFaultKind.DroppedConnection, Count = 1 });
        await RunAsync(_client.CreateAsync(Sample.ConfigMap(), true, Token));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Theory]
    [InlineData("read")]
    [InlineData("list")]
    [InlineData("apply")]
    [InlineData("delete")]
    [InlineData("log")]
    public async Task LeaderChanged_WhatMayBeRepeated_Succeeds(string what)
    {
        _server.Put(Sample.Pod("p"));
        _server.Put(Sample.ConfigMap());
        var call = what switch
        {
            "read" => Refused(() => _client.GetAsync(Sample.ConfigMapKey(), Token)),
            "list" => Refused(() => _client.ListAsync(KnownTypes.Pods, ListFilter.All, Token)),
            "apply" => Refused(() => _client.ApplyAsync(Sample.ConfigMap(), true, false, Token)),
            "delete" => Refused(() => _client.DeleteAsync(Sample.ConfigMapKey(), null, Token)),
            _ => Refused(() => _client.ReadLogAsync("default", "p", "main", false, 5, Token)),
        };
        await RunAsync(call);

        Task Refused(Func<Task> call)
        {
            RefuseByEtcd(times: 2);
            return call();
        }
    }

    [Fact]
    public async Task LeaderChanged_StartOfAWatch_GoesOn()
    {
        _server.Put(Sample.ConfigMap());
        var seen = 0;
        _server.Intercept(request => request.QueryValue("watch") == "true" && seen++ < 3
            ? LeaderChanged()
            : null);
        await using var watch = _client.WatchAsync(KnownTypes.ConfigMaps, ListFilter.All, Token).GetAsyncEnumerator(Token);
        await watch.MoveNextAsync();
        var next = watch.MoveNextAsync().AsTask();
        while (seen < 4)
        {
            await Task.Delay(2, Token);
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }

        _server.Put(Sample.ConfigMap("other"));
        await RunAsync(next);
        Assert.Equal(1, _server.Requests.Count(request => request.Path.EndsWith("/configmaps", StringComparison.Ordinal)
            && request.QueryValue("watch") is null));
    }

    [Fact]
    public async Task LeaderChanged_Create_IsNotSentAgain()
    {
        RefuseByEtcd(times: 1);
        (var error, _) = await FailAsync(_client.CreateAsync(Sample.ConfigMap(), false, Token));
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.Contains("leader changed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeaderChanged_ForEver_FailsWithinTenSeconds()
    {
        RefuseByEtcd(times: int.MaxValue);
        (var error, var took) = await FailAsync(_client.GetServerVersionAsync(Token));
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        Assert.InRange(took.TotalSeconds, 2, 10);
        Assert.Equal(7, _server.Requests.Count);
    }

    [Fact]
    public async Task Delete_AnswerLost_CountsAsDeleted()
    {
        _server.Put(Sample.ConfigMap());
        var lost = 0;
        _server.Intercept(_ =>
        {
            if (lost++ > 0)
            {
                return null;
            }

            _server.Remove(Sample.ConfigMapKey());
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut");
        });
        var delete = _client.DeleteAsync(Sample.ConfigMapKey(), null, Token);
        await RunAsync(delete);
        Assert.True(await delete);
    }

    [Fact]
    public async Task Waiting_Cancelled_ThrowsCancellation()
    {
        await _client.GetServerVersionAsync(Token);
        using var source = new CancellationTokenSource();
        _server.Intercept(_ => throw Refused());
        Task call = _client.GetServerVersionAsync(source.Token);
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Certificate_Refused_IsNotTriedAgain()
    {
        _server.Intercept(_ => throw new HttpRequestException(
            HttpRequestError.SecureConnectionError, "tls", new NsmPS.Kubernetes.Tls.CertificateRefusedException("it is for another")));
        (var error, _) = await FailAsync(_client.GetServerVersionAsync(Token));
        Assert.Equal("CertificateRejected", error.Error.Id);
        Assert.Single(_server.Requests);
    }

    /// <summary>Refuses requests that concern objects, as a server does whose etcd chooses a new leader.</summary>
    private void RefuseByEtcd(int times)
    {
        var left = times;
        _server.Intercept(request => !request.Path.StartsWith("/apis", StringComparison.Ordinal) && left-- > 0 ? LeaderChanged() : null);
    }

    private static HttpResponseMessage LeaderChanged() => new(System.Net.HttpStatusCode.InternalServerError)
    {
        Content = new StringContent(
            """{"kind":"Status","status":"Failure","code":500,"reason":"InternalError","message":"etcdserver: leader changed"}"""),
    };

    private static HttpRequestException Refused() =>
        new(HttpRequestError.ConnectionError, "refused",
            new System.Net.Sockets.SocketException((int)System.Net.Sockets.SocketError.ConnectionRefused));

    private async Task<(NsmException Error, TimeSpan Took)> FailAsync(Task call)
    {
        var start = _time.GetUtcNow();
        var error = await Assert.ThrowsAsync<NsmException>(() => RunAsync(call));
        return (error, _time.GetUtcNow() - start);
    }

    /// <summary>Turns the clock while the call waits for it.</summary>
    private async Task RunAsync(Task call)
    {
        while (await Task.WhenAny(call, Task.Delay(2, Token)) != call)
        {
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await call;
    }
}
