using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace NsmPS.Module.Tests.Fakes;

/// <summary>An API server that knows its version and its namespaces, finds nothing else, and remembers what it was asked.</summary>
internal sealed class TinyCluster : IAsyncDisposable
{
    private const string Version = """{ "major": "1", "minor": "20", "gitVersion": "v1.20.2" }""";
    private const string Namespaces = """
        { "kind": "NamespaceList", "apiVersion": "v1", "metadata": {},
          "items": [ { "metadata": { "name": "default" } }, { "metadata": { "name": "nsm-system" } }, { "metadata": { "name": "nsm-test" } } ] }
        """;

    private const string Absent = """{ "kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "NotFound", "code": 404, "message": "not here" }""";

    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public TinyCluster()
    {
        Address = new Uri($"http://127.0.0.1:{FreePort()}");
        _listener.Prefixes.Add(Address.AbsoluteUri);
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>The method and path of each request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            var context = await _listener.GetContextAsync();
            var path = context.Request.Url!.AbsolutePath;
            Requests.Enqueue($"{context.Request.HttpMethod} {path}");
            var (code, body) = path switch
            {
                "/version" => (200, Version),
                "/api/v1/namespaces" => (200, Namespaces),
                _ => (404, Absent),
            };
            context.Response.StatusCode = code;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
            context.Response.Close();
        }
    }
}
