using System.Text.Json.Nodes;
using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>The adapter, started by its own command and used by a client in another language, as a Meshery server would.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
[Turn(4)]
public sealed class AdapterTests(MeshWorld world) : IAsyncLifetime
{
    private const string Mesh = "network_service_mesh";
    private const string Sample = "nsm-icmp-responder-sample-app";

    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            world.EnsureNoMesh();
            await NodeClient.EnsureInstalledAsync();
            Start();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (Settings.Kubeconfig is not null)
        {
            world.Run("Stop-NsmAdapter -Address $args[0]", _address).ThrowIfFailed();
            await HealAsync();
        }
    }

    [Fact]
    public async Task WholeLife_ByAClientInAnotherLanguage_LeavesNothing()
    {
        RequireCluster();
        var before = await ClusterSnapshot.NamesAsync();

        var accept = await NodeClient.AcceptAsync(_address);
        Assert.Contains(accept, answer =>
            Words(answer["services"]).Contains("meshes.MeshService") && Words(answer["services"]).Contains("grpc.health.v1.Health"));
        Assert.Contains(accept, answer => Text(answer, "error") == "none" && answer["ops"]!.AsArray()
            .Any(entry => Text(entry!, "key") == Mesh && Text(entry!, "value") == "NSM" && Text(entry!, "category") == "INSTALL"));
        Assert.Contains(accept, answer => Text(answer, "type") == "adapter" && Text(answer, "name") == "NETWORK_SERVICE_MESH");

        var installed = await ApplyAsync(Mesh, delete: false);
        AssertEnd("NSM service mesh installed successfully", installed);
        Assert.Contains("mesh is now installed", Text(installed.Single(IsEnd), "details"), StringComparison.Ordinal);
        Assert.Equal("Ready nsm-system",
            $"{Property(world.One("Get-NsmMesh"), "State")} {Property(world.One("Get-NsmMesh"), "Namespace")}");

        var created = await ApplyAsync(Sample, delete: false);
        AssertEnd("ICMP Responder application installed successfully", created);
        Assert.All(world.Ping(), row => Assert.Equal("Ok", Property(row, "Verdict")));

        var removed = await ApplyAsync(Sample, delete: true);
        AssertEnd("ICMP Responder application removed successfully", removed);
        var uninstalled = await ApplyAsync(Mesh, delete: true);
        AssertEnd("NSM service mesh removed successfully", uninstalled);
        Assert.All([.. installed, .. created, .. removed, .. uninstalled], FollowsTheRules);
        Assert.Equal(before, await ClusterSnapshot.NamesAsync());
    }

    [Fact]
    public async Task TwoClusters_OneUnreachable_OneSucceedsAndOneIsNamed()
    {
        RequireCluster();
        var kubeconfig = await Tool.KubectlAsync("config", "view", "--raw", "--minify", "--flatten");
        var server = await Tool.KubectlAsync("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}");
        var context = await Tool.KubectlAsync("config", "current-context");
        var far = Path.Combine(Path.GetTempPath(), $"nsmps-far-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(far, kubeconfig.Replace(server, "https://127.0.0.1:1", StringComparison.Ordinal)
            .Replace(context.Trim(), "far-away", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var said = await NodeClient.ApplyAsync(_address, Mesh, delete: false, Settings.Kubeconfig!, far);

        File.Delete(far);
        AssertEnd("NSM service mesh installed successfully", [.. said.Where(IsEnd)]);
        var error = Assert.Single(said, line => Text(line, "event_type") == "ERROR");
        Assert.Contains("far-away", Text(error, "details"), StringComparison.Ordinal);
        Assert.All(["error_code", "details", "probable_cause", "suggested_remediation"], name => Assert.NotEqual("", Text(error, name)));
    }

    [Fact]
    public async Task AdapterKilled_InMidInstall_TheSameRequestCompletes()
    {
        RequireLab();
        await Tool.LabAsync("fault", "slow-start", "on", "15");
        var interrupted = NodeClient.ApplyAsync(_address, Mesh, delete: false, Settings.Kubeconfig!);
        await Tool.UntilAsync("daemonset/nsmgr");
        await Tool.RunAsync("kill", "-KILL", Property(world.One("Get-NsmAdapter"), "ProcessId"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => interrupted);
        await HealAsync();

        Start();
        var said = await ApplyAsync(Mesh, delete: false);

        AssertEnd("NSM service mesh installed successfully", said);
        Assert.Equal("Ready", Property(world.One("Get-NsmMesh"), "State"));
    }

    private void Start() => _address = Property(world.One("Start-NsmAdapter -Port 10004 -PassThru"), "Address");

    /// <summary>Runs one operation to its end on the cluster; the events, the end last.</summary>
    private async Task<IReadOnlyList<JsonObject>> ApplyAsync(string operation, bool delete)
    {
        var said = await NodeClient.ApplyAsync(_address, operation, delete, Settings.Kubeconfig!);
        Assert.Equal("", Text(said[0], "error"));
        return [.. said.Skip(1)];
    }

    private static bool IsEnd(JsonObject said) => Text(said, "summary").Contains(" successfully", StringComparison.Ordinal);

    private static void AssertEnd(string summary, IReadOnlyList<JsonObject> events) =>
        Assert.StartsWith(summary, Text(Assert.Single(events, IsEnd), "summary"), StringComparison.Ordinal);

    /// <summary>What mesheryctl and the server read out of the texts: "error" means
    /// failure, "removed" in a summary means a removal has ended.</summary>
    private static void FollowsTheRules(JsonObject said)
    {
        Assert.DoesNotContain("error", Text(said, "summary") + Text(said, "details"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(("adapter", "NETWORK_SERVICE_MESH"), (Text(said, "component"), Text(said, "component_name")));
        Assert.NotEqual("", Text(said, "operation_id"));
    }

    private static string Text(JsonNode said, string name) => (string?)said[name] ?? "";

    private static IReadOnlyList<string> Words(JsonNode? list) => [.. (list as JsonArray ?? []).Select(word => (string)word!)];
}
