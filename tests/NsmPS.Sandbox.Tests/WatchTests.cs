using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Store;

namespace NsmPS.Sandbox.Tests;

public sealed class WatchTests
{
    private const string Last = "last";
    private const int Changes = 1000;
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    [Fact]
    public async Task Watch_ThousandChangesTwentyCutsAndAForgottenVersion_MissesNothing()
    {
        await using var server = await SandboxServer.StartAsync();
        var client = new ListingWatcher(server);
        await client.ListAsync();
        var expected = new List<string>();
        int hidden = 0;
        Task writer = Task.Run(async () =>
        {
            for (int i = 0; i < Changes; i++)
            {
                if (i == Changes / 2)
                {
                    // The client is kept away until what it has not seen yet is forgotten.
                    await client.HoldAsync();
                    hidden = i;
                }

                expected.Add(Change(server.Store, i));
                if (i % 50 == 49)
                {
                    await server.PostAsync("/sandbox/faults", """{"kind":"WatchCut"}""", HttpStatusCode.OK);
                }

                if (i == Changes / 2 + 10)
                {
                    await server.PostAsync("/sandbox/faults", """{"kind":"WatchExpired"}""", HttpStatusCode.OK);
                    client.LetGo();
                }
            }

            expected.Add(server.Store.Create(BuiltIn.ConfigMaps, SandboxServer.ConfigMap(Last)).Text("metadata", "resourceVersion")!);
        }, SandboxServer.Token);

        await client.WatchAsync(until: () => client.View.ContainsKey(Last));
        await writer;

        // In order and each once; between the last before the 410 and the list there is a gap, and the list filled it.
        string[] before = [.. client.Seen.TakeWhile(version => long.Parse(version, CultureInfo.InvariantCulture) < client.ListedAt)];
        Assert.Equal(expected.Take(before.Length).Concat(expected.Where(version => long.Parse(version, CultureInfo.InvariantCulture) > client.ListedAt)), client.Seen);
        Assert.InRange(before.Length, 0, hidden);
        Assert.Equal(1, client.Forgotten);
        Assert.InRange(client.Streams, 3, 40);
        Assert.Equal(server.Store.List(BuiltIn.ConfigMaps, "default").Select(Shown).Order(), client.View.Values.Select(Shown).Order());

        static string Shown(JsonObject item) => $"{item.Name()} {item.Text("metadata", "resourceVersion")}";
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

    /// <summary>A third of the changes each creates and changes; of the last third, half delete.</summary>
    private static string Change(ObjectStore store, int number)
    {
        string name = $"c{number / 3}";
        switch (number % 3)
        {
            case 0:
                return store.Create(BuiltIn.ConfigMaps, SandboxServer.ConfigMap(name)).Text("metadata", "resourceVersion")!;
            case 1 or 2 when number % 3 == 1 || number % 2 == 0:
                return store.Update(BuiltIn.ConfigMaps, "default", name, item =>
                {
                    item["data"] = new JsonObject { ["x"] = $"{number}" };
                    return item;
                }).Text("metadata", "resourceVersion")!;
            default:
                return store.Delete(BuiltIn.ConfigMaps, "default", name, new DeleteOptions()).Item.Text("metadata", "resourceVersion")!;
        }
    }

    /// <summary>Keeps a view of the objects as clients do: lists, watches on from there, and lists again when the server has forgotten where it was.</summary>
    private sealed class ListingWatcher(SandboxServer server)
    {
        private readonly TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _away = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile bool _held;
        private string _version = "";

        public Dictionary<string, JsonObject> View { get; private set; } = [];

        /// <summary>The versions of the changes that watches told, in their order.</summary>
        public List<string> Seen { get; } = [];

        public long ListedAt { get; private set; }

        public int Forgotten { get; private set; }

        public int Streams { get; private set; }

        public async Task ListAsync()
        {
            JsonObject list = await server.GetAsync(ConfigMaps);
            _version = list.Text("metadata", "resourceVersion")!;
            ListedAt = long.Parse(_version, CultureInfo.InvariantCulture);
            View = list.Items("items").ToDictionary(item => item.Name());
        }

        /// <summary>Cuts the client off, and returns when it waits to come again.</summary>
        public async Task HoldAsync()
        {
            _held = true;
            await SandboxServer.UntilAsync(async () =>
            {
                await server.PostAsync("/sandbox/faults", """{"kind":"WatchCut"}""", HttpStatusCode.OK);
                return _away.Task.IsCompleted;
            });
        }

        public void LetGo()
        {
            _held = false;
            _free.SetResult();
        }

        public async Task WatchAsync(Func<bool> until)
        {
            while (!until())
            {
                if (_held)
                {
                    _away.SetResult();
                    await _free.Task.WaitAsync(SandboxServer.Token);
                }

                Streams++;
                bool forgotten = false;
                await ReadAsync(server, _version, (type, item) =>
                {
                    forgotten = type == "ERROR" && item.NumberOrNull("code") == 410;
                    if (!forgotten)
                    {
                        Follow(type, item);
                    }

                    return !until();
                });
                if (forgotten)
                {
                    Forgotten++;
                    await ListAsync();
                }
            }
        }

        private void Follow(string type, JsonObject item)
        {
            Seen.Add(_version = item.Text("metadata", "resourceVersion")!);
            if (type == "DELETED")
            {
                View.Remove(item.Name());
            }
            else
            {
                View[item.Name()] = item;
            }
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
