using System.Text.Json.Nodes;
using NsmPS.Cluster;

namespace NsmPS.Tests.Fakes;

/// <summary>The fake behaves as the real server does where other tests rely on it.</summary>
public sealed class FakeApiServerTests : IDisposable
{
    private readonly FakeApiServer _server = new();
    private readonly ClusterClient _client;

    public FakeApiServerTests() => _client = _server.CreateClient();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    [Fact]
    public async Task Apply_FieldNoLongerThere_IsRemovedAndForeignOnesStay()
    {
        await ApplyAsync("""{"a":"1","b":"2"}""");
        _server.Update(Sample.ConfigMapKey(), item => item["data"]!["foreign"] = "3");
        JsonObject applied = await ApplyAsync("""{"a":"1"}""");
        Assert.Equal("""{"a":"1","foreign":"3"}""", applied["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_InjectedContainers_StayWhenAppliedAgain()
    {
        _server.OnAdmission("Pod", review => Inject(review.Object));
        JsonObject first = await _client.ApplyAsync(Sample.Pod("p"), false, false, Token);
        JsonObject second = await _client.ApplyAsync(Sample.Pod("p"), false, false, Token);
        Assert.Equal(2, ((JsonArray)first["spec"]!["containers"]!).Count);
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)second["metadata"]!["resourceVersion"]);

        static void Inject(JsonObject pod)
        {
            var containers = (JsonArray)pod["spec"]!["containers"]!;
            if (containers.Count == 1)
            {
                containers.Add(new JsonObject { ["name"] = "sidecar", ["image"] = "sidecar:1" });
            }
        }
    }

    [Fact]
    public async Task OnAdmission_DryRun_IsReviewedAndLeavesNothing()
    {
        _server.OnAdmission("ConfigMap", review => throw FakeRejection.Forbidden($"admission webhook \"w\" denied the request: dry {review.DryRun}"));
        var error = await Assert.ThrowsAsync<NsmException>(() => _client.CreateAsync(Sample.ConfigMap(), true, Token));
        Assert.Contains("dry True", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnApplied_SetsStatus_IsSeenAsAnotherVersion()
    {
        _server.OnApplied("Pod", pod => pod["status"] = new JsonObject { ["phase"] = "Running" });
        JsonObject applied = await _client.ApplyAsync(Sample.Pod("p"), false, false, Token);
        JsonObject read = (await _client.GetAsync(new ObjectKey("v1", "Pod", "default", "p"), Token))!;
        Assert.Null(applied["status"]);
        Assert.Equal("Running", (string?)read["status"]!["phase"]);
        Assert.NotEqual((string?)applied["metadata"]!["resourceVersion"], (string?)read["metadata"]!["resourceVersion"]);
        Assert.Equal(1, (long)read["metadata"]!["generation"]!);
    }

    [Fact]
    public async Task Delete_WithFinalizer_WaitsForIt()
    {
        JsonObject manifest = Sample.ConfigMap();
        manifest["metadata"]!["finalizers"] = new JsonArray("test/hold");
        _server.Put(manifest);
        Assert.True(await _client.DeleteAsync(Sample.ConfigMapKey(), null, Token));
        Assert.NotNull((string?)_server.Find(Sample.ConfigMapKey())!["metadata"]!["deletionTimestamp"]);
        _server.Update(Sample.ConfigMapKey(), item => ((JsonObject)item["metadata"]!).Remove("finalizers"));
        Assert.Null(_server.Find(Sample.ConfigMapKey()));
    }

    [Fact]
    public async Task Delete_Namespace_TakesItsObjectsAndRefusesNewOnes()
    {
        _server.Put(Sample.Namespace("ns"));
        JsonObject held = Sample.ConfigMap(@namespace: "ns");
        held["metadata"]!["finalizers"] = new JsonArray("test/hold");
        _server.Put(held);
        _server.Put(Sample.ConfigMap("free", @namespace: "ns"));
        await _client.DeleteAsync(new ObjectKey("v1", "Namespace", null, "ns"), null, Token);
        Assert.Null(_server.Find(Sample.ConfigMapKey("free", "ns")));
        Assert.Equal("Terminating", (string?)_server.Find(new ObjectKey("v1", "Namespace", null, "ns"))!["status"]!["phase"]);
        var error = await Assert.ThrowsAsync<NsmException>(() => _client.ApplyAsync(Sample.ConfigMap("late", @namespace: "ns"), false, false, Token));
        Assert.Equal("ApiRequestFailed", error.Error.Id);
        _server.Update(Sample.ConfigMapKey(@namespace: "ns"), item => ((JsonObject)item["metadata"]!).Remove("finalizers"));
        Assert.Null(_server.Find(new ObjectKey("v1", "Namespace", null, "ns")));
    }

    [Fact]
    public async Task Apply_IntoMissingNamespace_IsRefused()
    {
        var error = await Assert.ThrowsAsync<NsmException>(() => _client.ApplyAsync(Sample.ConfigMap(@namespace: "nowhere"), false, true, Token));
        Assert.Contains("namespaces \"nowhere\" not found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Definition_TakesItsObjectsAndTheKind()
    {
        _server.Put(Sample.WidgetDefinition());
        _server.Put(Sample.Widget());
        await _client.DeleteAsync(new ObjectKey("apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "widgets.test.nsmps.io"), null, Token);
        Assert.Empty(await _client.ListAsync(Sample.Widgets, ListFilter.All, Token));
        Assert.Null(await _client.FindTypeAsync("test.nsmps.io/v1", "Widget", Token));
    }

    [Theory]
    [InlineData("app=test", 2)]
    [InlineData("app!=test", 1)]
    [InlineData("app", 2)]
    [InlineData("!app", 1)]
    [InlineData("app in (other,test),app", 2)]
    [InlineData("app notin (test)", 1)]
    [InlineData("app=other", 0)]
    public async Task List_LabelSelector_Selects(string selector, int expected)
    {
        _server.Put(Sample.ConfigMap("a"));
        _server.Put(Sample.ConfigMap("b"));
        JsonObject bare = Sample.ConfigMap("c");
        ((JsonObject)bare["metadata"]!).Remove("labels");
        _server.Put(bare);
        Assert.Equal(expected, (await _client.ListAsync(KnownTypes.ConfigMaps, new ListFilter("default", selector), Token)).Count);
    }

    private Task<JsonObject> ApplyAsync(string data)
    {
        JsonObject manifest = Sample.ConfigMap();
        manifest["data"] = JsonNode.Parse(data);
        return _client.ApplyAsync(manifest, false, false, Token);
    }
}
