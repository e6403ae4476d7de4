extern alias client;

using System.Security.Cryptography.X509Certificates;
using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>The process at work on an API server over real TLS, and what becomes of its work when it is stopped or killed.</summary>
public sealed class OperationProcessTests : IAsyncLifetime
{
    private const string Mesh = "network_service_mesh";
    private const string Manager = "/daemonsets/nsmgr";

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly FakeMesh _mesh = new();
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private X509Certificate2? _certificate;
    private TlsServer? _server;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _mesh.Server.InterceptAsync(HoldManagerAsync);
        _certificate = _authority.Issue(["127.0.0.1"]);
        _server = await TlsServer.StartAsync(_certificate, 0, _mesh.Server, Token);
    }

    public async ValueTask DisposeAsync()
    {
        _goOn.TrySetResult();
        await _server!.DisposeAsync();
        _certificate!.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Killed_InMidInstall_TheSameRequestToANewProcessCompletesIt()
    {
        await using (var first = await AdapterProcess.ServeAsync(_folder.Path))
        {
            await first.NewClient().ApplyOperationAsync(Request(), cancellationToken: Token);
            await _reached.Task.WaitAsync(TimeSpan.FromMinutes(2), Token);
            await first.SignalAsync("KILL");
            Assert.Equal(137, await first.WaitForExitAsync());
        }

        _goOn.SetResult();
        Assert.False(_mesh.Has("MutatingWebhookConfiguration", "nsm-admission-webhook-cfg"));
        await using var second = await AdapterProcess.ServeAsync(_folder.Path);
        using var events = await EventListener.StartAsync(second.NewClient());
        var request = Request();
        await second.NewClient().ApplyOperationAsync(request, cancellationToken: Token);

        Assert.StartsWith("NSM service mesh installed successfully on remote", (await events.EndAsync(request.OperationId)).Summary,
            StringComparison.Ordinal);
        Assert.True(_mesh.Has("MutatingWebhookConfiguration", "nsm-admission-webhook-cfg"));
    }

    [Fact]
    public async Task Killed_InMidInstall_TheNextProcessSaysSoToWhoeverListens()
    {
        var state = Path.Combine(_folder.Path, "operations");
        var request = Request();
        await using (var first = await AdapterProcess.ServeAsync(_folder.Path, "--state-file", state))
        {
            await first.NewClient().ApplyOperationAsync(request, cancellationToken: Token);
            await _reached.Task.WaitAsync(TimeSpan.FromMinutes(2), Token);
            await first.SignalAsync("KILL");
            await first.WaitForExitAsync();
        }

        Assert.DoesNotContain("secret-of-test", await File.ReadAllTextAsync(state, Token), StringComparison.Ordinal);
        await using var second = await AdapterProcess.ServeAsync(_folder.Path, "--state-file", state);
        Assert.False(await Mesheryctl.WatchAsync(second.NewClient()));
        using var events = await EventListener.StartAsync(second.NewClient());

        var end = await events.EndAsync(request.OperationId);
        Assert.Equal(("Error while installing NSM service mesh on remote", "1063"), (end.Summary, end.ErrorCode));
        Assert.Contains("ended with the adapter", end.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminated_WithARunningOperation_SaysSoByAnEventAndEndsWell()
    {
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, "--log-level", "Debug");
        using var events = await EventListener.StartAsync(adapter.NewClient());
        var request = Request();
        await adapter.NewClient().ApplyOperationAsync(request, cancellationToken: Token);
        await _reached.Task.WaitAsync(TimeSpan.FromMinutes(2), Token);

        await adapter.SignalAsync("TERM");
        _goOn.SetResult();

        // It is let to its end: there is time for it.
        Assert.Equal(EventType.Info, (await events.EndAsync(request.OperationId)).EventType);
        await events.Reading.WaitAsync(TimeSpan.FromMinutes(2), Token);
        Assert.Equal(0, await adapter.WaitForExitAsync());
        Assert.DoesNotContain("secret-of-test", await adapter.Output, StringComparison.Ordinal);
    }

    private ApplyRuleRequest Request() => new()
    {
        OpName = Mesh,
        Namespace = "default",
        OperationId = Guid.NewGuid().ToString(),
        KubeConfigs = { KubeconfigFolder.Config("remote", _server!.Address.AbsoluteUri,
            $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}\n") },
    };

    // Holds up the first real write of the manager, in the middle of an installation.
    private async Task<HttpResponseMessage?> HoldManagerAsync(SeenRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsReadOnly && request.Path.EndsWith(Manager, StringComparison.Ordinal) && _reached.TrySetResult())
        {
            await _goOn.Task.WaitAsync(cancellationToken);
        }

        return null;
    }
}
