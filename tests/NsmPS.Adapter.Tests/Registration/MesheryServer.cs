using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace NsmPS.Adapter.Tests.Registration;

/// <summary>As much of a Meshery server as registration needs, on a real port, with what each kind of server does with a
/// document.</summary>
internal sealed class MesheryServer : IAsyncDisposable
{
    public const string Token = "token-of-test";

    private const string Register = "/api/meshmodel/components/register";
    private const string Model = "/api/meshmodels/models/network_service_mesh";
    private const string Import = "/api/meshmodels/register";

    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WebApplication _application;
    private readonly ServerKind _kind;

    private MesheryServer(WebApplication application, ServerKind kind) => (_application, _kind) = (application, kind);

    public Uri Address => new(_application.Urls.Single());

    public ConcurrentQueue<string> Paths { get; } = [];

    /// <summary>Bodies of registrations, in the order of their arrival.</summary>
    public ConcurrentQueue<JsonObject> Bodies { get; } = [];

    public ConcurrentQueue<StoredComponent> Stored { get; } = [];

    /// <summary>Releases that were imported.</summary>
    public ConcurrentDictionary<string, bool> Imported { get; } = [];

    /// <summary>Rows that name no entity.</summary>
    public int EmptyRows { get; private set; }

    /// <summary>Changes the answer to a component; null leaves it.</summary>
    public Func<string, int?> Refuse { get; set; } = _ => null;

    /// <summary>What every answer waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>What every request waits for before it is looked at.</summary>
    public Task Door { get; set; } = Task.CompletedTask;

    /// <summary>Ends with the first registration.</summary>
    public Task Reached => _reached.Task;

    public int Success { get; set; } = StatusCodes.Status200OK;

    public int AnswerLength { get; set; }

    public static async Task<MesheryServer> StartAsync(ServerKind kind = ServerKind.Showing, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var application = builder.Build();
        var server = new MesheryServer(application, kind);
        application.Run(server.AnswerAsync);
        await application.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Lets nobody in until the result is set.</summary>
    public TaskCompletionSource CloseDoor()
    {
        var door = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Door = door.Task;
        return door;
    }

    /// <summary>Forgets everything, as a restart does.</summary>
    public void Forget()
    {
        Stored.Clear();
        Imported.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _application.StopAsync(now.Token);
        await _application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await Door.WaitAsync(context.RequestAborted);
        Paths.Enqueue($"{context.Request.Method} {context.Request.Path}");
        await ((context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", Register) => RegisterAsync(context),
            ("POST", Import) => ImportAsync(context),
            ("GET", Model) when Refuse("") is null => context.Response.WriteAsync(new JsonObject { ["models"] = Models() }.ToJsonString()),
            ("GET", Model + "/components") when Refuse("") is null =>
                context.Response.WriteAsync(new JsonObject { ["components"] = Components(Stored) }.ToJsonString()),
            _ => EndAsync(context, Refuse("") ?? StatusCodes.Status404NotFound),
        });
    }

    private async Task RegisterAsync(HttpContext context)
    {
        var body = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted);
        var component = Decode((string)body!["entity"]!);
        var kind = (string)component["kind"]!;
        Bodies.Enqueue(body);
        if (Refuse(kind) is { } code)
        {
            await EndAsync(context, code);
            return;
        }

        Store(component);
        _reached.TrySetResult();
        await Gate.WaitAsync(context.RequestAborted);
        context.Response.StatusCode = Success;
        if (AnswerLength > 0)
        {
            await context.Response.WriteAsync(new string('x', AnswerLength), context.RequestAborted);
        }
    }

    private void Store(JsonObject component)
    {
        var inner = component["component"] as JsonObject;
        var (kind, schema, version) = _kind == ServerKind.Old
            ? ((string?)component["kind"], (string?)component["schema"], (string?)component["model"]!["version"])
            : ((string?)inner?["kind"], (string?)inner?["schema"], (string?)component["model"]!["model"]?["version"]);
        if (kind is null || string.IsNullOrEmpty(schema) || version is null)
        {
            EmptyRows++;
            return;
        }

        var row = new StoredComponent((string?)component["id"] ?? Guid.NewGuid().ToString(), kind, version, schema);
        if (_kind != ServerKind.Old || Stored.All(other => other.Id != row.Id))
        {
            Stored.Enqueue(row);
        }
    }

    private async Task ImportAsync(HttpContext context)
    {
        if (context.Request.Cookies["token"] != Token || context.Request.Cookies["meshery-provider"] != "None")
        {
            await EndAsync(context, StatusCodes.Status401Unauthorized);
            return;
        }

        var request = await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted);
        Assert.Equal(("file", true), ((string)request!["uploadType"]!, (bool)request["register"]!));
        foreach (var (name, document) in Unpack(Convert.FromBase64String((string)request["importBody"]!["modelFile"]!)))
        {
            if (name.EndsWith("/model.json", StringComparison.Ordinal))
            {
                Imported[(string)document["model"]!["version"]!] = true;
            }
            else if (Stored.All(row => row.Id != (string)document["id"]!))
            {
                Store(document);
            }
        }
    }

    public static IEnumerable<(string Name, JsonObject Document)> Unpack(byte[] package)
    {
        using var plain = new GZipStream(new MemoryStream(package), CompressionMode.Decompress);
        using var tar = new TarReader(plain);
        while (tar.GetNextEntry() is { } entry)
        {
            using var content = new StreamReader(entry.DataStream!);
            yield return (entry.Name, JsonNode.Parse(content.ReadToEnd())!.AsObject());
        }
    }

    private static JsonObject Decode(string base64) =>
        JsonNode.Parse(Encoding.UTF8.GetString(Convert.FromBase64String(base64)))!.AsObject();

    private JsonArray Models() => [.. Stored.GroupBy(row => row.Version)
        .Where(release => _kind != ServerKind.Current || Imported.ContainsKey(release.Key))
        .Select(release => _kind == ServerKind.Old
            ? new JsonObject { ["name"] = "network_service_mesh", ["version"] = release.Key }
            : new JsonObject
            {
                ["name"] = "network_service_mesh",
                ["version"] = "v1.0.0",
                ["model"] = new JsonObject { ["version"] = release.Key },
                ["components"] = Components(release),
            })];

    private JsonArray Components(IEnumerable<StoredComponent> rows) => [.. rows.Select(row => _kind == ServerKind.Old
        ? new JsonObject { ["kind"] = row.Kind, ["model"] = new JsonObject { ["version"] = row.Version } }
        : new JsonObject
        {
            ["component"] = new JsonObject { ["kind"] = row.Kind },
            ["model"] = new JsonObject { ["version"] = "v1.0.0", ["model"] = new JsonObject { ["version"] = row.Version } },
        })];

    private static Task EndAsync(HttpContext context, int code)
    {
        context.Response.StatusCode = code;
        if (code == StatusCodes.Status302Found)
        {
            context.Response.Headers.Location = "/elsewhere";
        }

        return Task.CompletedTask;
    }
}
