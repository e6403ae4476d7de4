using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Sandbox.Tests;

public sealed class PatchTests
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private const string Web = Deployments + "/web";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Json = "application/json-patch+json";

    [Fact]
    public async Task Patch_Strategic_MergesContainersByName()
    {
        await using SandboxServer server = await WithDeploymentAsync();

        JsonObject item = await server.PatchAsync(Web, Strategic, """
            {"spec":{"template":{"spec":{"$setElementOrder/containers":[{"name":"c"},{"name":"d"}],"containers":[{"name":"c","image":"x:2","env":[{"name":"A","$patch":"delete"},{"name":"B","value":"2"}]},{"name":"d","image":"y:1"}]}}}}
            """);

        JsonObject[] containers = [.. item.Items("spec", "template", "spec", "containers")];
        Assert.Equal(["c x:2", "d y:1"], containers.Select(container => $"{container.Text("name")} {container.Text("image")}"));
        Assert.Equal("B", Assert.Single(containers[0].Items("env")).Text("name"));
        Assert.Equal(2, item.NumberOrNull("metadata", "generation"));
    }

    [Fact]
    public async Task Patch_Json_AppliesAllOrNothing()
    {
        await using SandboxServer server = await WithDeploymentAsync();

        JsonObject item = await server.PatchAsync(Web, Json, """[{"op":"test","path":"/spec/replicas","value":2},{"op":"replace","path":"/spec/replicas","value":3},{"op":"add","path":"/metadata/annotations","value":{"a/b":"c"}},{"op":"remove","path":"/metadata/annotations/a~1b"}]""");
        await server.PatchAsync(Web, Json, """[{"op":"replace","path":"/spec/replicas","value":9},{"op":"test","path":"/spec/replicas","value":1}]""", HttpStatusCode.UnprocessableEntity);

        Assert.Equal(3, item.NumberOrNull("spec", "replicas"));
        Assert.Equal(3, (await server.GetAsync(Web)).NumberOrNull("spec", "replicas"));
    }

    [Fact]
    public async Task Patch_Status_ChangesNothingElse()
    {
        await using SandboxServer server = await WithDeploymentAsync();

        JsonObject item = await server.PatchAsync($"{Web}/status", "application/merge-patch+json", """{"spec":{"replicas":9},"status":{"readyReplicas":2}}""");

        Assert.Equal(2, item.NumberOrNull("spec", "replicas"));
        Assert.Equal(2, item.NumberOrNull("status", "readyReplicas"));
        Assert.Equal(1, item.NumberOrNull("metadata", "generation"));
    }

    [Fact]
    public async Task Replace_OldVersion_Conflicts()
    {
        await using SandboxServer server = await WithDeploymentAsync();
        JsonObject old = await server.GetAsync(Web);
        await server.PatchAsync(Web, "application/merge-patch+json", """{"spec":{"replicas":4}}""");

        JsonObject refused = await server.SendAsync(HttpMethod.Put, Web, old.ToJsonString(), expected: HttpStatusCode.Conflict);

        Assert.Equal("Conflict", refused.Text("reason"));
        Assert.Contains("the object has been modified", refused.Text("message"), StringComparison.Ordinal);
    }

    private static async Task<SandboxServer> WithDeploymentAsync()
    {
        SandboxServer server = await SandboxServer.StartAsync();
        await server.PostAsync(Deployments, ApplyTests.Web("x:1", 2));
        return server;
    }
}
