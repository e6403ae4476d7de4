extern alias client;

using System.Security.Cryptography.X509Certificates;
using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests.Fakes;
using NsmPS.Core.Tests.Server;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>A server whose lists never end, and many operations that are sent there at once. Anybody who reaches the adapter can do
/// this.</summary>
internal sealed class EndlessServer : IAsyncDisposable
{
    /// <summary>Items without any content, the smallest there are.</summary>
    public const string Smallest = "0,";

    /// <summary>Items as clusters have them.</summary>
    public const string Ordinary = """{"metadata":{"name":"a-name-of-a-common-length","namespace":"default"},"spec":{},"status":{}},""";

    private const int Operations = 12;

    private readonly TestAuthority _authority = new();
    private readonly X509Certificate2 _certificate;
    private readonly ApiServer _answers = new();
    private TlsServer? _server;

    private EndlessServer() => _certificate = _authority.Issue(["127.0.0.1"]);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="part">What lists are made of.</param>
    public static async Task<EndlessServer> StartAsync(string part)
    {
        var endless = new EndlessServer();
        var parts = string.Concat(Enumerable.Repeat(part, 200));
        endless._answers.Intercept(request => request.Method == "GET" && request.QueryValue("limit") is not null
            ? new HttpResponseMessage
            {
                Content = new StreamContent(new EndlessStream("""{"metadata":{"resourceVersion":"1"},"items":[""", _ => parts))
            }
            : null);
        endless._server = await TlsServer.StartAsync(endless._certificate, 0, endless._answers, Token);
        return endless;
    }

    /// <summary>Sends all operations to an adapter at once. Each must end as a failure that says why, and the adapter must go on.</summary>
    public async Task AttackAsync(AdapterProcess adapter)
    {
        using var events = await EventListener.StartAsync(adapter.NewClient());
        List<ApplyRuleRequest> requests = [.. Enumerable.Range(0, Operations).Select(Request)];
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
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _answers.Dispose();
        _certificate.Dispose();
        _authority.Dispose();
    }

    private ApplyRuleRequest Request(int number) => new()
    {
        OpName = "network_service_mesh",
        Namespace = "default",
        OperationId = Guid.NewGuid().ToString(),
        KubeConfigs = { KubeconfigFolder.Config($"hostile-{number}", _server!.Address.AbsoluteUri,
            $"certificate-authority-data: {KubeconfigFolder.Base64(_authority.Pem)}\n") },
    };
}
