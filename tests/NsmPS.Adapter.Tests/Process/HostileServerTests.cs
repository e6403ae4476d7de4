extern alias client;

using System.Globalization;
using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>Anybody who reaches the adapter can name a server to it. Such servers answer without end here, many at once.</summary>
public sealed class HostileServerTests : IDisposable
{
    private const int Operations = 12;

    // What .NET leaves to the heap in a container with the limit of the adapter's own deployment, 256 MiB.
    private const long Heap = 192L * 1024 * 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly TestAuthority _authority = new();
    private readonly ApiServer _hostile = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _hostile.Dispose();
        _authority.Dispose();
        _folder.Dispose();
    }

    /// <param name="part">What lists are made of.</param>
    [Theory]
    [InlineData("0,")]
    [InlineData("""{"metadata":{"name":"a-name-of-a-common-length","namespace":"default"},"spec":{},"status":{}},""")]
    public async Task Servers_AnswerWithoutEnd_TheAdapterGoesOnInItsMemory(string part)
    {
        var parts = string.Concat(Enumerable.Repeat(part, 200));
        _hostile.Intercept(request => request.Method == "GET" && request.QueryValue("limit") is not null
            ? new HttpResponseMessage
            {
                Content = new StreamContent(new EndlessStream("""{"metadata":{"resourceVersion":"1"},"items":[""", _ => parts))
            }
            : null);
        using var certificate = _authority.Issue(["127.0.0.1"]);
        await using var server = await TlsServer.StartAsync(certificate, 0, _hostile, Token);
        await using var adapter = await AdapterProcess.ServeAsync(_folder.Path, [],
            ("DOTNET_GCHeapHardLimit", Heap.ToString("X", CultureInfo.InvariantCulture)));
        using var events = await EventListener.StartAsync(adapter.NewClient());
        List<ApplyRuleRequest> requests = [.. Enumerable.Range(0, Operations).Select(number => Request(server, number))];
        foreach (var request in requests)
        {
            await adapter.NewClient().ApplyOperationAsync(request, cancellationToken: Token);
        }

        foreach (var request in requests)
        {
            var end = await events.EndAsync(request.OperationId);
            Assert.Equal(EventType.Error, end.EventType);
            Assert.Contains("too much is listed at once", end.Details, StringComparison.Ordinal);
        }

        Assert.NotEmpty((await adapter.NewClient().MeshNameAsync(new MeshNameRequest(), cancellationToken: Token)).Name);
        TestContext.Current.SendDiagnosticMessage($"at most {adapter.LargestMemory() / 1024 / 1024} MiB");
    }

    private ApplyRuleRequest Request(TlsServer server, int number) => new()
    {
        OpName = "network_service_mesh",
        Namespace = "default",
        OperationId = Guid.NewGuid().ToString(),
        KubeConfigs = { KubeconfigFolder.Config($"hostile-{number}", server.Address.AbsoluteUri,
            $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}\n") },
    };
}
