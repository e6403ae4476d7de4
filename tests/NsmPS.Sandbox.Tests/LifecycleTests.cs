using System.Net;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class LifecycleTests
{
    private const string Namespaces = "/api/v1/namespaces";
    private const string Crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Foos = "/apis/example.org/v1/namespaces/default/foos";
    private const string Crd = """
        {"metadata":{"name":"foos.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"foos","kind":"Foo"},
          "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{}},
        "schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{"a":{"type":"string"},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},"d":{"type":"string","default":"dd"}}}}}}}]}}
        """;

    [Fact]
    public async Task Namespace_ContentHasAFinalizer_WaitsSaysWhyAndGoes()
    {
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Namespaces, """{"metadata":{"name":"t"}}""");
        await server.PostAsync($"{Namespaces}/t/configmaps", """{"metadata":{"name":"held","finalizers":["example.org/held"]}}""");
        await server.PostAsync($"{Namespaces}/t/configmaps", """{"metadata":{"name":"free"}}""");

        await server.DeleteAsync($"{Namespaces}/t");
        await SandboxServer.UntilAsync(async () => (await server.GetAsync($"{Namespaces}/t")).Items("status", "conditions")
            .Any(condition => condition.Text("type") == "NamespaceFinalizersRemaining" && condition.Text("status") == "True"));
        var refused = await server.PostAsync($"{Namespaces}/t/configmaps", """{"metadata":{"name":"late"}}""",
            HttpStatusCode.Forbidden);
        var left = string.Join(',', (await server.GetAsync($"{Namespaces}/t/configmaps")).Items("items").Select(item => item.Name()));
        await server.PatchAsync($"{Namespaces}/t/configmaps/held", "application/merge-patch+json", """{"metadata":{"finalizers":null}}""");
        await SandboxServer.UntilAsync(async () => await server.CodeAsync($"{Namespaces}/t") == HttpStatusCode.NotFound);

        Assert.Equal("NamespaceTerminating", Assert.Single(refused.Items("details", "causes")).Text("reason"));
        Assert.Equal("held", left);
    }

    [Fact]
    public async Task Crd_Created_ServesAndPrunesAndTakesItsObjectsAlong()
    {
        await using var server = await SandboxServer.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync(Foos));
        await server.PostAsync(Crds, Crd);
        await SandboxServer.UntilAsync(async () => await server.CodeAsync(Foos) == HttpStatusCode.OK);

        var foo = await server.PostAsync(Foos,
            """{"kind":"Foo","metadata":{"name":"f"},"spec":{"a":"1","b":"2","free":{"z":"3"}},"other":1}""");
        var strict = await server.PostAsync($"{Foos}?fieldValidation=Strict",
            """{"kind":"Foo","metadata":{"name":"g"},"spec":{"b":"2"}}""", HttpStatusCode.BadRequest);
        await server.DeleteAsync($"{Crds}/foos.example.org");
        await SandboxServer.UntilAsync(async () => await server.CodeAsync($"{Crds}/foos.example.org") == HttpStatusCode.NotFound);

        Assert.Equal("""{"a":"1","free":{"z":"3"},"d":"dd"}""", foo["spec"]!.ToJsonString());
        Assert.False(foo.ContainsKey("other"));
        Assert.Contains("unknown field \"spec.b\"", strict.Text("message"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync(Foos));
    }

    [Fact]
    public async Task CustomResource_WrongType_IsInvalid()
    {
        await using var server = await SandboxServer.StartAsync();
        Assert.Null((await server.PostAsync(Crds, Crd)).At("metadata", "finalizers"));
        await SandboxServer.UntilAsync(async () => await server.CodeAsync(Foos) == HttpStatusCode.OK);

        var refused = await server.PostAsync(Foos, """{"kind":"Foo","metadata":{"name":"f"},"spec":{"a":1}}""",
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal("Foo.example.org \"f\" is invalid: spec.a: Invalid value: \"integer\": spec.a in body must be of type string: "
            + "\"integer\"", refused.Text("message"));
        Assert.Equal("Foo", refused.Text("details", "kind"));
    }

    [Theory]
    [InlineData("Background", true)]
    [InlineData("Foreground", true)]
    [InlineData("Orphan", false)]
    public async Task Delete_Owner_DependentsFollowAsPropagationSays(string propagation, bool goes)
    {
        await using var server = await SandboxServer.StartAsync();
        const string Path = $"{Namespaces}/default/configmaps";
        var owner = (await server.PostAsync(Path, """{"metadata":{"name":"owner"}}""")).Uid()!;
        await server.PostAsync(Path,
            $$$"""
            {"metadata":{"name":"dependent","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"owner","uid":"{{{owner}}}",
              "blockOwnerDeletion":true}]}}
            """);

        await server.DeleteAsync($"{Path}/owner", $$"""{"propagationPolicy":"{{propagation}}"}""");
        await SandboxServer.UntilAsync(async () => await server.CodeAsync($"{Path}/owner") == HttpStatusCode.NotFound);

        if (goes)
        {
            await SandboxServer.UntilAsync(async () => await server.CodeAsync($"{Path}/dependent") == HttpStatusCode.NotFound);
        }
        else
        {
            Assert.Null((await server.GetAsync($"{Path}/dependent")).At("metadata", "ownerReferences"));
        }
    }

    [Fact]
    public async Task Create_OwnerOfUnknownKind_IsKept()
    {
        await using var server = await SandboxServer.StartAsync();
        const string Path = $"{Namespaces}/default/configmaps";
        await server.PostAsync(Path,
            """
            {"metadata":{"name":"kept","ownerReferences":[{"apiVersion":"no.group/v1","kind":"Thing","name":"x","uid":"1"}]}}
            """);
        await server.PostAsync(Path,
            """
            {"metadata":{"name":"gone","ownerReferences":[{"apiVersion":"v1","kind":"ConfigMap","name":"x","uid":"1"}]}}
            """);

        // The collector takes changes in their order: when the second is gone, the first was looked at.
        await SandboxServer.UntilAsync(async () => await server.CodeAsync($"{Path}/gone") == HttpStatusCode.NotFound);

        Assert.Equal(HttpStatusCode.OK, await server.CodeAsync($"{Path}/kept"));
    }

    [Fact]
    public async Task Create_BadName_SaysTheRuleAndTheKind()
    {
        await using var server = await SandboxServer.StartAsync();

        var refused = await server.PostAsync($"{Namespaces}/default/configmaps", """{"metadata":{"name":"Bad_Name"}}""",
            HttpStatusCode.UnprocessableEntity);

        Assert.Equal("ConfigMap", refused.Text("details", "kind"));
        Assert.EndsWith("(e.g. 'example.com', regex used for validation is "
            + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')", refused.Text("message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_RunningPod_TerminatesUntilItsControllerIsDone()
    {
        await using var server = await SandboxServer.StartAsync();
        const string Path = $"{Namespaces}/default/pods";
        await server.PostAsync(Path,
            """
            {"metadata":{"name":"p"},"spec":{"nodeName":"sandbox-node-1","containers":[{"name":"c","image":"x"}]}}
            """);

        var terminating = server.Store.Delete(BuiltIn.Pods, "default", "p", new DeleteOptions(GraceSeconds: 7)).Item;
        server.Store.Delete(BuiltIn.Pods, "default", "p", graceSeconds: 0);

        Assert.Equal(7, terminating.NumberOrNull("metadata", "deletionGracePeriodSeconds"));
        Assert.Equal(HttpStatusCode.NotFound, await server.CodeAsync($"{Path}/p"));
    }
}
