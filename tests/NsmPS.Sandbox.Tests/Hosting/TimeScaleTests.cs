using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Tests.Hosting;

/// <summary>What lives by the cluster's clock, and what by the real one.</summary>
public sealed class TimeScaleTests : IDisposable
{
    private const int Scale = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox");
    private readonly FakeTimeProvider _real = new(TimeProvider.System.GetUtcNow());

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Pod_ContainerThatStartsSlowly_RunsAfterTheShareOfTheTime()
    {
        await using var application = SandboxHost.Build(new SandboxSettings { TimeScale = Scale }, Stream.Null, _real,
            services => services.AddSingleton(new Timings { ImagePull = TimeSpan.FromHours(1) }));
        await application.StartAsync(Token);
        var store = application.Services.GetRequiredService<ObjectStore>();
        var start = _real.GetUtcNow();
        store.Create(BuiltIn.Pods, Pod());

        // An hour of the cluster's, of which no real one is needed.
        await AdvanceUntilAsync(() => Phase(store) == "Running", TimeSpan.FromMilliseconds(200));

        var took = _real.GetUtcNow() - start;
        Assert.InRange(took, TimeSpan.FromHours(1) / Scale, TimeSpan.FromMinutes(30));
        Assert.All(Stamps(store), stamp => Assert.InRange(stamp, start.AddSeconds(-1), _real.GetUtcNow()));
    }

    [Fact]
    public async Task Authority_OfAFastSandbox_IsValidByTheRealClock()
    {
        _real.Advance(TimeSpan.FromDays(1));
        await using var application = SandboxHost.Build(new SandboxSettings { TimeScale = Scale }, Stream.Null, _real);
        var authority = application.Services.GetRequiredService<Authority>();

        Assert.InRange(_real.GetUtcNow(), authority.Server.NotBefore.ToUniversalTime(), authority.Server.NotAfter.ToUniversalTime());
    }

    [Fact]
    public async Task State_TheHostsTimeIsOver_IsSavedAllTheSame()
    {
        var settings = new SandboxSettings { StateFile = Path.Combine(_folder.FullName, "state.json") };
        await using var application = SandboxHost.Build(settings, Stream.Null, TimeProvider.System);
        var store = application.Services.GetRequiredService<ObjectStore>();
        using var saver = new StateSaver(settings, application.Services.GetRequiredService<StateFile>(), store, NullLogger<StateSaver>.Instance);
        await saver.StartedAsync(Token);

        await saver.StoppingAsync(new CancellationToken(canceled: true));

        Assert.True(File.Exists(settings.StateFile));
    }

    private async Task AdvanceUntilAsync(Func<bool> holds, TimeSpan step)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!holds())
        {
            Assert.False(limit.IsCancellationRequested, "two minutes in vain");
            _real.Advance(step);
            await Task.Delay(1, Token);
        }
    }

    private static string? Phase(ObjectStore store) => store.Get(BuiltIn.Pods, "default", "p").Text("status", "phase");

    private static IEnumerable<DateTimeOffset> Stamps(ObjectStore store)
    {
        var pod = store.Get(BuiltIn.Pods, "default", "p")!;
        string?[] texts =
        [
            pod.Text("metadata", "creationTimestamp"),
            pod.Text("status", "startTime"),
            pod.Items("status", "containerStatuses").Single().Text("state", "running", "startedAt"),
            .. pod.Items("status", "conditions").Select(condition => condition.Text("lastTransitionTime")),
            .. store.List(BuiltIn.Events).Select(item => item.Text("lastTimestamp")),
        ];
        return texts.Select(text => DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static JsonObject Pod() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "busybox" }) },
    };
}
