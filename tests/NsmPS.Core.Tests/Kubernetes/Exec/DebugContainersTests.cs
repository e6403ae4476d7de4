using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Core.Tests.Server;
using NsmPS.Kubernetes;
using NsmPS.Kubernetes.Exec;

namespace NsmPS.Core.Tests.Kubernetes.Exec;

/// <summary>Ephemeral containers, where the server is not willing; the sandbox has them in the tests of the user's view.</summary>
public sealed class DebugContainersTests
{
    private const string Image = "alpine:3.22";

    private static readonly JsonObject s_pod = new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Pod",
        ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "default" },
        ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "small:1" }) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ensure_NotAllowed_NamesTheRight()
    {
        using var server = new ApiServer();
        server.Intercept(request => request.Method == "PATCH"
            ? new HttpResponseMessage(HttpStatusCode.Forbidden)
            {
                Content = new StringContent("""{"kind":"Status","status":"Failure","reason":"Forbidden","message":"no"}""", Encoding.UTF8,
                    "application/json"),
            }
            : null);

        var error = await FailAsync(server);

        Assert.Equal(NsmErrors.AccessDenied, error.Error);
        Assert.Contains("the verb patch on pods/ephemeralcontainers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_OldKubernetes_SaysWhichIsNeeded()
    {
        using var server = new ApiServer(version: "1.20.2");

        var error = await FailAsync(server);

        Assert.Equal(NsmErrors.ExecFailed, error.Error);
        Assert.Contains("Kubernetes 1.25", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ensure_TwoWiresOfAPod_AddOneContainer()
    {
        using var server = new ApiServer();
        using var client = server.CreateClient();
        await client.CreateAsync((JsonObject)s_pod.DeepClone(), dryRun: false, Token);
        var containers = new DebugContainers(client, Image);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] asked = [containers.EnsureAsync(s_pod, stop.Token), containers.EnsureAsync(s_pod, stop.Token)];
        JsonObject[] added;
        do
        {
            var live = await client.GetAsync(s_pod.Key(), Token);
            added = [.. live.Items("spec", "ephemeralContainers")];
            await Task.Delay(10, Token);
        }
        while (added.Length == 0);

        // Nothing runs pods here, so they would wait.
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(asked));

        Assert.Equal(Image, Assert.Single(added).Text("image"));
    }

    private static async Task<NsmException> FailAsync(ApiServer server)
    {
        using var client = server.CreateClient();
        await client.CreateAsync((JsonObject)s_pod.DeepClone(), dryRun: false, Token);
        return await Assert.ThrowsAsync<NsmException>(() => new DebugContainers(client, Image).EnsureAsync(s_pod, Token));
    }
}
