using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests;

public sealed class ApplyTests(ITestOutputHelper output)
{
    private const string Path = "/api/v1/namespaces/default/configmaps/a";
    private const string Deployment = "/apis/apps/v1/namespaces/default/deployments/web";

    [Fact]
    public async Task Apply_HundredManagersAtOnce_EachOwnsItsField()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ApplyAsync($"{Path}?fieldManager=first", Config("""{"shared":"1"}"""), HttpStatusCode.Created);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => server.ApplyAsync($"{Path}?fieldManager=m{i}", Config($$"""{"k{{i}}":"{{i}}"}"""))));
        output.WriteLine($"100 applies at once: {watch.ElapsedMilliseconds} ms");

        JsonObject item = await server.GetAsync(Path);
        Dictionary<string, string> owned = item.Items("metadata", "managedFields").ToDictionary(entry => entry.Text("manager")!, entry => entry["fieldsV1"]!.ToJsonString());
        Assert.Equal(101, owned.Count);
        Assert.Equal(101, ((JsonObject)item["data"]!).Count);
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal("{\"f:data\":{\"f:k" + i + "\":{}}}", owned[$"m{i}"]);
        }
    }

    [Fact]
    public async Task Apply_HundredManagersForceOneField_OneOwnsIt()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ApplyAsync($"{Path}?fieldManager=first", Config("""{"x":"first"}"""), HttpStatusCode.Created);
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => server.ApplyAsync($"{Path}?fieldManager=m{i}&force=true", Config($$"""{"x":"m{{i}}","k{{i}}":""}"""))));

        JsonObject item = await server.GetAsync(Path);
        JsonObject owner = Assert.Single(item.Items("metadata", "managedFields"), entry => entry.At("fieldsV1", "f:data", "f:x") is not null);
        Assert.Equal(item.Text("data", "x"), owner.Text("manager"));
        Assert.Equal(100, item.Items("metadata", "managedFields").Count());
    }

    [Fact]
    public async Task Apply_OtherValueThanAnotherManager_ConflictsUnlessForced()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ApplyAsync($"{Deployment}?fieldManager=one", Web("nginx:1", 2), HttpStatusCode.Created);

        JsonObject refused = await server.ApplyAsync($"{Deployment}?fieldManager=two", Web("nginx:2", 2), HttpStatusCode.Conflict);
        JsonObject forced = await server.ApplyAsync($"{Deployment}?fieldManager=two&force=true", Web("nginx:2", 2));

        JsonObject cause = Assert.Single(refused.Items("details", "causes"));
        Assert.Equal("FieldManagerConflict", cause.Text("reason"));
        Assert.Equal("conflict with \"one\"", cause.Text("message"));
        Assert.Equal(".spec.template.spec.containers[name=\"c\"].image", cause.Text("field"));
        Assert.Equal("nginx:2", Assert.Single(forced.Items("spec", "template", "spec", "containers")).Text("image"));
        string one = forced.Items("metadata", "managedFields").Single(entry => entry.Text("manager") == "one")["fieldsV1"]!.ToJsonString();
        Assert.DoesNotContain("f:image", one, StringComparison.Ordinal);
        Assert.Contains("f:replicas", one, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ScaledBySomebodyElse_NamesThem()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ApplyAsync($"{Deployment}?fieldManager=one", Web("nginx:1", 2), HttpStatusCode.Created);
        await server.PatchAsync($"{Deployment}/scale?fieldManager=kubectl-scale", "application/merge-patch+json", """{"spec":{"replicas":5}}""");

        JsonObject refused = await server.ApplyAsync($"{Deployment}?fieldManager=one", Web("nginx:1", 2), HttpStatusCode.Conflict);

        Assert.Contains("conflict with \"kubectl-scale\" using apps/v1: .spec.replicas", refused.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_AfterTheOlderKind_TakesItsFieldsOverAndItsAnnotationFollows()
    {
        await using var server = await SandboxServer.StartAsync();
        const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
        await server.PostAsync("/api/v1/namespaces/default/configmaps?fieldManager=kubectl-client-side-apply", $$$"""{"metadata":{"name":"a","annotations":{"{{{LastApplied}}}":"old"}},"data":{"gone":"1"}}""");

        // kubectl makes the owner of the older kind one of the newer.
        await server.PatchAsync($"{Path}?fieldManager=kubectl", "application/json-patch+json", """[{"op":"replace","path":"/metadata/managedFields/0/manager","value":"kubectl"},{"op":"replace","path":"/metadata/managedFields/0/operation","value":"Apply"}]""");
        JsonObject item = await server.ApplyAsync($"{Path}?fieldManager=kubectl", Config("""{"kept":"1"}"""));

        Assert.Equal("""{"kept":"1"}""", item["data"]!.ToJsonString());
        Assert.Equal(["kubectl Apply"], item.Items("metadata", "managedFields").Select(entry => $"{entry.Text("manager")} {entry.Text("operation")}"));
    }

    [Fact]
    public async Task Apply_KubectlsAnnotation_FollowsTheConfiguration()
    {
        await using var server = await SandboxServer.StartAsync();
        const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";
        await server.PostAsync("/api/v1/namespaces/default/configmaps", $$$$"""{"metadata":{"name":"a","annotations":{"{{{{LastApplied}}}}":"old"}}}""");

        await server.ApplyAsync($"{Path}?fieldManager=other", Config("""{"a":"1"}"""));
        Assert.Equal("old", (await server.GetAsync(Path)).Text("metadata", "annotations", LastApplied));
        JsonObject item = await server.ApplyAsync($"{Path}?fieldManager=kubectl", Config("""{"b":"1"}"""));

        Assert.Equal("""{"b":"1"}""", JsonNode.Parse(item.Text("metadata", "annotations", LastApplied)!)!["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_SecretTexts_AreNobodysFields()
    {
        await using var server = await SandboxServer.StartAsync();

        JsonObject item = await server.ApplyAsync("/api/v1/namespaces/default/secrets/s?fieldManager=one", """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"a":"1"},"data":{"b":"Mg=="}}""", HttpStatusCode.Created);

        Assert.Equal("""{"f:data":{"f:b":{}}}""", Assert.Single(item.Items("metadata", "managedFields"))["fieldsV1"]!.ToJsonString());
        Assert.Equal("MQ==", item.Text("data", "a"));
    }

    [Fact]
    public async Task Apply_FieldIsLeftOut_GoesUnlessSomebodyElseOwnsIt()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.ApplyAsync($"{Path}?fieldManager=one", Config("""{"mine":"1","ours":"1","kept":"1"}"""), HttpStatusCode.Created);
        await server.ApplyAsync($"{Path}?fieldManager=two", Config("""{"ours":"1"}"""));

        JsonObject item = await server.ApplyAsync($"{Path}?fieldManager=one", Config("""{"kept":"1"}"""));

        Assert.Equal("""{"kept":"1","ours":"1"}""", Sorted(item["data"]));
    }

    [Fact]
    public async Task Apply_Same_ChangesNothing()
    {
        await using var server = await SandboxServer.StartAsync();
        JsonObject first = await server.ApplyAsync($"{Deployment}?fieldManager=one", Web("nginx:1", 2), HttpStatusCode.Created);

        JsonObject second = await server.ApplyAsync($"{Deployment}?fieldManager=one", Web("nginx:1", 2));

        Assert.True(JsonNode.DeepEquals(first, second), second.ToJsonString());
    }

    [Fact]
    public async Task Apply_DryRun_AnswersAndKeepsNothing()
    {
        await using var server = await SandboxServer.StartAsync();

        JsonObject answer = await server.ApplyAsync($"{Deployment}?fieldManager=one&dryRun=All", Web("nginx:1", 2), HttpStatusCode.Created);

        Assert.Equal("RollingUpdate", answer.Text("spec", "strategy", "type"));
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync(Deployment));
    }

    public static string Web(string image, int replicas) => $$$$$"""
        {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":{{{{{replicas}}}}},"selector":{"matchLabels":{"a":"b"}},
        "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"{{{{{image}}}}}","env":[{"name":"A","value":"1"}]}]}}}}
        """;

    private static string Config(string data) => $$"""
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{{data}}
        }
        """;

    private static string Sorted(JsonNode? node) => new JsonObject(((JsonObject)node!).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone()))).ToJsonString();
}
