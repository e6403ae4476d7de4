using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class ListTests(ITestOutputHelper output)
{
    [Fact]
    public async Task List_FiveThousandObjectsInPages_TakesLessThanASecond()
    {
        await using var server = await SandboxServer.StartAsync();
        var filling = Stopwatch.StartNew();
        for (int i = 0; i < 5000; i++)
        {
            server.Store.Create(BuiltIn.ConfigMaps, SandboxServer.ConfigMap($"c{i}"));
        }

        output.WriteLine($"5,000 creates: {filling.ElapsedMilliseconds} ms");
        await server.GetAsync("/api/v1/nodes");
        var watch = Stopwatch.StartNew();
        var names = new HashSet<string>();
        string next = "";
        int pages = 0;
        do
        {
            JsonObject page = await server.GetAsync($"/api/v1/configmaps?limit=500&continue={Uri.EscapeDataString(next)}");
            names.UnionWith(page.Items("items").Select(item => item.Name()));
            next = page.Text("metadata", "continue") ?? "";
            pages++;
        }
        while (next.Length > 0);
        output.WriteLine($"5,000 objects in {pages} pages: {watch.ElapsedMilliseconds} ms");

        Assert.Equal(5000, names.Count);
        Assert.Equal(10, pages);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1), $"{watch.ElapsedMilliseconds} ms");
    }

    [Theory]
    [InlineData("labelSelector=app%3Da", "a1,a2")]
    [InlineData("labelSelector=app!%3Da", "b1,none")]
    [InlineData("labelSelector=app+in+(a,b),tier", "a1")]
    [InlineData("labelSelector=app+notin+(a)", "b1,none")]
    [InlineData("labelSelector=!app", "none")]
    [InlineData("fieldSelector=metadata.name%3Db1", "b1")]
    [InlineData("fieldSelector=metadata.name!%3Db1,metadata.namespace%3Ddefault&labelSelector=app%3Db", "")]
    public async Task List_Selector_SelectsWhatItSays(string query, string expected)
    {
        await using var server = await SandboxServer.StartAsync();
        foreach ((string name, string labels) in new[] { ("a1", """{"app":"a","tier":"x"}"""), ("a2", """{"app":"a"}"""), ("b1", """{"app":"b"}"""), ("none", "{}") })
        {
            JsonObject item = SandboxServer.ConfigMap(name);
            item["metadata"]!["labels"] = JsonNode.Parse(labels);
            server.Store.Create(BuiltIn.ConfigMaps, item);
        }

        JsonObject list = await server.GetAsync($"/api/v1/configmaps?{query}");

        Assert.Equal(expected, string.Join(',', list.Items("items").Select(item => item.Name())));
    }

    [Fact]
    public async Task List_UnknownFieldSelector_IsRefused()
    {
        await using var server = await SandboxServer.StartAsync();

        Assert.Equal(HttpStatusCode.BadRequest, await server.CodeAsync("/api/v1/pods?fieldSelector=spec.nothing%3D1"));
    }

    [Theory]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io,application/json", "Table")]
    [InlineData("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "PartialObjectMetadataList")]
    [InlineData("application/json", "NodeList")]
    public async Task List_Accept_DecidesTheForm(string accept, string kind)
    {
        await using var server = await SandboxServer.StartAsync();
        server.Client.DefaultRequestHeaders.Add("Accept", accept);

        Assert.Equal(kind, (await server.GetAsync("/api/v1/nodes")).Text("kind"));
    }
}
