using NsmPS.E2E.World;
using static NsmPS.E2E.World.MeshWorld;

namespace NsmPS.E2E;

/// <summary>What wires do when something happens to them: NSM v0.2 does not heal, NSM v1 does.</summary>
[Collection(ClusterCollection.Name)]
[Trait(ClusterCollection.Trait, ClusterCollection.Second)]
[Turn(13)]
public sealed class HealingTests(MeshWorld world) : IAsyncLifetime
{
    private const string Usual = "ForwarderPod";
    private const string Long = "takes minutes: set NSMPS_E2E_LONG to 1";

    private static readonly string[] s_disturbances = ["EndpointPod", Usual, "ManagerPod", "Registry", "Node"];
    private static readonly string[] s_shown = ["Client", "Verdict", "HealedBy", "Lost", "LongestGap", "TimeToHeal", "Disturbance"];

    // A wire of v0.2 breaks when the new forwarder has come, which on a real cluster takes up to 20 seconds.
    private static readonly string s_observe = Settings.Kubeconfig is null ? "8s" : "45s";

    private static readonly TimeSpan s_begin = TimeSpan.FromSeconds(10);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await HealAsync();
        world.EnsureNoMesh();
    }

    [Fact]
    public async Task Watch_ClientThatIsDeleted_IsDownAndItsReplacementIsUp()
    {
        world.EnsureMesh();
        world.EnsureSample();
        var client = Column(world.Run("Get-NsmClient").ThrowIfFailed().Output, "Name")[0];
        var watching = Pwsh.StoryAsync(
            """
            Watch-NsmConnection -ChangesOnly -For 3m -Until { $_.Change -eq 'Up' } | ForEach-Object { "$($_.Change) $($_.Client)" }
            """);
        await Task.Delay(s_begin, TestContext.Current.CancellationToken);
        using (var api = new ClusterApi())
        {
            await api.DeleteAsync($"/api/v1/namespaces/nsm-system/pods/{client}");
        }

        var lines = await watching;
        Assert.Contains($"Down {client}", lines);
        Assert.StartsWith("Up icmp-responder-nsc-", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(client, lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Usual)]
    [InlineData("ManagerPod")]
    [InlineData("EndpointPod")]
    [InlineData("Node")]
    public void Measure_V02_DoesNotHealAndARepairBringsTheWiresBack(string disturbance)
    {
        Assert.SkipUnless(Settings.IsLong || disturbance == Usual, Long);
        world.EnsureMesh();
        world.EnsureSample();

        var rows = world.Run($"Measure-NsmHealing -Disturb {disturbance} -For {s_observe} -Repair").ThrowIfFailed().Output;

        Show(rows);
        Assert.Equal(4, rows.Count);
        Assert.DoesNotContain("Nsm", Column(rows, "HealedBy"));
        Assert.Contains("Repair", Column(rows, "HealedBy"));
        Assert.All(world.Ping(), row => Assert.Equal("Ok", Property(row, "Verdict")));
    }

    [Fact]
    public void Measure_V1_Heals()
    {
        world.EnsureNoMesh();
        world.Run("Install-NsmMesh -Version v1.18.0 -Force; New-NsmSampleApp icmp-responder").ThrowIfFailed();
        foreach (var disturbance in Settings.IsLong ? s_disturbances : [Usual])
        {
            var rows = world.Run($"Measure-NsmHealing -Disturb {disturbance} -For {s_observe}").ThrowIfFailed().Output;

            Show(rows);
            Assert.Equal(4, rows.Count);
            Assert.All(Column(rows, "Verdict"), verdict => Assert.Equal("Ok", verdict));
        }
    }

    private static void Show(IEnumerable<System.Management.Automation.PSObject> rows)
    {
        foreach (var row in rows)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(string.Join(' ', s_shown.Select(name => Property(row, name))));
        }
    }
}
