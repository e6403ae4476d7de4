using System.Globalization;
using System.Management.Automation;
using System.Text.Json.Nodes;
using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>Wires of a user's own workloads, alive and dead, in both generations: every verdict is that of a ping by hand.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
[Turn(12)]
public sealed class AnyWireTests(MeshWorld world) : IAsyncLifetime
{
    private const int FirstWithEphemeral = 25;
    private const string Quick = "-Count 2 -Interval 0.2 -Timeout 2";

    private static readonly string[] s_missing = ["executable file", "no such file", "not found"];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (Settings.Kubeconfig is not null && Settings.HasLab)
        {
            await HealAsync();
            await Tool.KubectlAsync("delete", "namespace", AnyClients.Namespace, "--ignore-not-found", "--timeout=180s");
        }
    }

    [Fact]
    [Turn(1)]
    public async Task WiresOfV02_AliveAndDead_HaveTheVerdictsOfAPingByHand()
    {
        RequireLab();
        world.EnsureMesh();
        world.EnsureSample();

        await ProveAsync(ofV1: false);
    }

    [Fact]
    [Turn(2)]
    public async Task WiresOfV1_AliveAndDead_HaveTheVerdictsOfAPingByHand()
    {
        RequireLab();
        world.EnsureNoMesh();
        try
        {
            world.Run("Install-NsmMesh -Version v1.18.0 -Force -Timeout 300").ThrowIfFailed();
            world.Run("New-NsmSampleApp icmp-responder -Timeout 120").ThrowIfFailed();

            await ProveAsync(ofV1: true);
        }
        finally
        {
            await Tool.KubectlAsync("delete", "namespace", AnyClients.Namespace, "--ignore-not-found", "--timeout=180s");
            world.EnsureNoMesh();
        }
    }

    private async Task ProveAsync(bool ofV1)
    {
        await Tool.ApplyAsync(AnyClients.Manifests(ofV1));
        foreach (var name in AnyClients.Wires.Keys)
        {
            var kind = name == "everywhere" ? "daemonset" : "deployment";
            await Tool.KubectlAsync("rollout", "status", $"{kind}/{name}", "-n", AnyClients.Namespace, "--timeout=180s");
        }

        var alive = Rows();
        var nodes = (await NodesAsync()).Count;
        foreach (var (name, wires) in AnyClients.Wires)
        {
            var rows = alive.Where(row => IsOf(row, name)).ToList();
            Assert.Equal(name == "everywhere" ? wires * nodes : wires, rows.Count);
            Assert.All(rows, row => Assert.Equal(name == AnyClients.Bare ? "PingMissing" : "Ok", Property(row, "Verdict")));
        }

        await CompareAsync(alive);
        await ProveBareAsync();

        await Tool.LabAsync("fault", "dead-endpoint", "on");
        await Task.Delay(TimeSpan.FromSeconds(4), TestContext.Current.CancellationToken);
        var dead = Rows();
        Assert.Equal(alive.Count, dead.Count);
        Assert.All(dead, row => Assert.Equal(IsOf(row, AnyClients.Bare) ? "PingMissing" : "NoReply", Property(row, "Verdict")));
        await CompareAsync(dead);
    }

    /// <summary>Where the server has ephemeral containers, one of them pings.</summary>
    private async Task ProveBareAsync()
    {
        var version = await Tool.KubectlAsync("version", "-o", "json");
        var minor = int.Parse($"{JsonNode.Parse(version)!["serverVersion"]!["minor"]}".TrimEnd('+'), CultureInfo.InvariantCulture);

        var row = world.One($"Test-NsmIcmpConnectivity -Client {AnyClients.Bare}-* {Quick} -DebugImage docker.io/library/alpine:3.22");

        Assert.Equal(minor >= FirstWithEphemeral ? "Ok" : "PingMissing", Property(row, "Verdict"));
        if (minor < FirstWithEphemeral)
        {
            Assert.Contains("Kubernetes 1.25", Property(row, "Detail"), StringComparison.Ordinal);
        }
    }

    private List<PSObject> Rows() =>
        [.. world.Run($"Test-NsmIcmpConnectivity -All -Namespace {AnyClients.Namespace} {Quick}").ThrowIfFailed().Output];

    private static bool IsOf(PSObject row, string workload) =>
        Property(row, "Client").StartsWith($"{workload}-", StringComparison.Ordinal);

    private static async Task CompareAsync(IEnumerable<PSObject> rows)
    {
        foreach (var row in rows)
        {
            Assert.Equal($"{Property(row, "Client")} {await ByHandAsync(row)}", $"{Property(row, "Client")} {Property(row, "Verdict")}");
        }
    }

    /// <summary>What somebody finds out with kubectl exec, in one container of the pod after the other.</summary>
    private static async Task<string> ByHandAsync(PSObject row)
    {
        var pod = Property(row, "Client");
        var containers = await Tool.KubectlAsync("get", "pod", pod, "-n", AnyClients.Namespace, "-o",
            "jsonpath={.spec.containers[*].name}");
        foreach (var container in containers.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var result = await Tool.TryAsync("kubectl", ["exec", "-n", AnyClients.Namespace, pod, "-c", container, "--", "ping", "-c", "2",
                "-W", "2", "-I", Property(row, "Interface"), Property(row, "EndpointAddress")]);
            if (result.ExitCode == 0)
            {
                return "Ok";
            }

            if (!s_missing.Any(text => result.Errors.Contains(text, StringComparison.Ordinal)))
            {
                return "NoReply";
            }
        }

        return "PingMissing";
    }
}
