using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class WatchTests
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Watch_ThousandChangesAndTwentyCuts_TellsEachChangeOnce()
    {
        await using var server = await SandboxServer.StartAsync();
        string version = (await server.GetAsync(ConfigMaps)).Text("metadata", "resourceVersion")!;
        var expected = new List<string>();
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                expected.Add(Change(server.Store, i));
                if (i % 50 == 49)
                {
                    await server.PostAsync("/sandbox/faults", """{"kind":"WatchCut"}""", HttpStatusCode.OK);
                }
            }
        }, SandboxServer.Token);

        var seen = new List<string>();
        int streams = 0;
        while (seen.Count < 1000)
        {
            streams++;
            await ReadAsync(server, version, (_, item) =>
            {
                version = item.Text("metadata", "resourceVersion")!;
                seen.Add(version);
                return seen.Count < 1000;
            });
        }

        await writer;
        Assert.Equal(expected, seen);
        Assert.InRange(streams, 2, 40);
    }

    [Fact]
    public async Task Watch_VersionIsForgotten_TellsExpired()
    {
        await using var server = await SandboxServer.StartAsync();
        string version = (await server.GetAsync(ConfigMaps)).Text("metadata", "resourceVersion")!;
        Change(server.Store, 0);
        await server.PostAsync("/sandbox/faults", """{"kind":"WatchExpired"}""", HttpStatusCode.OK);

        var told = new List<string>();
        await ReadAsync(server, version, (type, item) =>
        {
            told.Add($"{type} {item.Text("code")} {item.Text("reason")}");
            return true;
        });

        Assert.Equal(["ERROR 410 Expired"], told);
    }

    [Fact]
    public async Task Watch_LabelAppearsAndGoes_TellsAddedAndDeleted()
    {
        await using var server = await SandboxServer.StartAsync();
        server.Store.Create(BuiltIn.ConfigMaps, SandboxServer.ConfigMap("a"));
        string version = (await server.GetAsync(ConfigMaps)).Text("metadata", "resourceVersion")!;
        await server.PatchAsync($"{ConfigMaps}/a", "application/merge-patch+json", """{"metadata":{"labels":{"l":"1"}}}""");
        await server.PatchAsync($"{ConfigMaps}/a", "application/merge-patch+json", """{"metadata":{"labels":{"l":null}}}""");

        var told = new List<string>();
        await ReadAsync(server, version, (type, _) =>
        {
            told.Add(type);
            return told.Count < 2;
        }, "&labelSelector=l%3D1");

        Assert.Equal(["ADDED", "DELETED"], told);
    }

    [Fact]
    public async Task Watch_SendInitialEvents_EndsThemWithABookmark()
    {
        await using var server = await SandboxServer.StartAsync();
        var told = new List<(string Type, JsonObject Item)>();
        await ReadAsync(server, "", (type, item) =>
        {
            told.Add((type, item));
            return type != "BOOKMARK";
        }, "&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan", "/api/v1/nodes");

        Assert.Equal(["ADDED", "ADDED", "ADDED", "BOOKMARK"], told.Select(entry => entry.Type));
        Assert.Equal("true", told[^1].Item.Text("metadata", "annotations", "k8s.io/initial-events-end"));
    }

    [Fact]
    public async Task Watch_TimeIsUp_EndsTheStream()
    {
        await using var server = await SandboxServer.StartAsync();

        await ReadAsync(server, "", (_, _) => true, "&timeoutSeconds=1", "/api/v1/nodes");
    }

    /// <summary>A third of the changes each creates, changes and deletes.</summary>
    private static string Change(ObjectStore store, int number)
    {
        string name = $"c{number / 3}";
        switch (number % 3)
        {
            case 0:
                return store.Create(BuiltIn.ConfigMaps, SandboxServer.ConfigMap(name)).Text("metadata", "resourceVersion")!;
            case 1:
                return store.Update(BuiltIn.ConfigMaps, "default", name, item =>
                {
                    item["data"] = new JsonObject { ["x"] = "1" };
                    return item;
                }).Text("metadata", "resourceVersion")!;
            default:
                return store.Delete(BuiltIn.ConfigMaps, "default", name, new DeleteOptions()).Item.Text("metadata", "resourceVersion")!;
        }
    }

    private static async Task ReadAsync(SandboxServer server, string version, Func<string, JsonObject, bool> each, string more = "", string path = ConfigMaps)
    {
        try
        {
            string since = version.Length > 0 ? $"&resourceVersion={version}" : "";
            using HttpResponseMessage response = await server.Client.GetAsync($"{path}?watch=true{since}{more}", HttpCompletionOption.ResponseHeadersRead, SandboxServer.Token);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(SandboxServer.Token));
            while (await reader.ReadLineAsync(SandboxServer.Token) is { } line)
            {
                // A cut may fall within a line: what was cut off comes again.
                if (line.EndsWith('}') && JsonNode.Parse(line) is JsonObject happened && !each(happened.Text("type")!, (JsonObject)happened["object"]!))
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or System.Text.Json.JsonException)
        {
            // The watch was cut.
        }
    }
}
