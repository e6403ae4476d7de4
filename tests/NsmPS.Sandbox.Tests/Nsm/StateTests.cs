using System.Text.Json;
using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Hosting;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class StateTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sandbox");

    private SandboxSettings Settings => new() { StateFile = Path.Combine(_folder.FullName, "state.json") };

    [Fact]
    public async Task Restart_WithAStateFile_GoesOnWithEveryPodAndWire()
    {
        IReadOnlyList<string> pods;
        IReadOnlyList<string> endpoints;
        IReadOnlyList<Wire> wires;
        await using (var before = await Harness.StartAsync(Settings))
        {
            await before.InstallAsync();
            await before.CreateSampleAsync();
            (pods, endpoints, wires) = (Pods(before), Names(before.Endpoints), before.Wires.Wires);
        }

        await using var after = await Harness.StartAsync(Settings);
        await after.UntilAsync("the managers have registered again", () =>
            after.PodsOf("nsmgr") is { Count: > 0 } managers && managers.All(pod => after.Mesh.HasManager(pod.Text("spec", "nodeName")!)));
        await after.UntilAsync("the pods are ready again",
            () => after.PodsOf(Harness.Client).Concat(after.PodsOf("nsmgr"))
                .All(pod => pod.Items("status", "conditions").Any(item => item.Text("type") == "Ready" && item.Text("status") == "True")));

        Assert.Equal(pods, Pods(after));
        Assert.Equal(endpoints, Names(after.Endpoints));
        Assert.Equal(JsonSerializer.Serialize(wires), JsonSerializer.Serialize(after.Wires.Wires));
        var client = after.PodsOf(Harness.Client)[0];
        var target = wires.Single(wire => wire.Client.Pod == client.Uid()).Endpoint.Address;
        Assert.Equal(0, (await after.ExecAsync(client, ["ping", "-c", "1", target])).Code);
        after.Store.Delete(BuiltIn.Pods, Harness.Space, client.Name(), graceSeconds: 0);
        await after.UntilAsync("the next client has a wire of its own",
            () => Up(after) is { Length: 4 } up && up.All(wire => wire.Client.Pod != client.Uid()));
        Assert.Equal(4, Up(after).Select(wire => wire.Client.Pod).Distinct().Count());
        var next = Up(after).Single(wire => wires.All(old => old.Client.Pod != wire.Client.Pod));
        Assert.DoesNotContain(wires, old => (old.Endpoint.Pod, old.Client.Address) == (next.Endpoint.Pod, next.Client.Address));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("null")]
    [InlineData("""{"Format":9,"Version":1,"Objects":[],"Endpoints":[],"Wires":{"Index":1,"Wires":[],"Leftovers":[]}}""")]
    [InlineData(
        """
        {"Format":1,"Version":1,"Objects":[{"apiVersion":"no/v1","kind":"No","metadata":{"name":"n"}}],"Endpoints":[],"Wires":{"Index":1,
          "Wires":[],"Leftovers":[]}}
        """)]
    public async Task Start_WithAFileThatIsNoState_IsRefusedAndKeepsTheFile(string text)
    {
        await File.WriteAllTextAsync(Settings.StateFile!, text, TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<StateException>(() => Harness.StartAsync(Settings));

        Assert.Contains(Settings.StateFile!, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(Settings.StateFile!, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Wire[] Up(Harness cluster) => [.. cluster.Wires.Wires.Where(wire => wire.State == WireState.Up)];

    private static IReadOnlyList<string> Pods(Harness cluster) =>
        [.. cluster.Store.List(BuiltIn.Pods)
            .Select(pod => $"{pod.Uid()} {pod.Text("status", "podIP")} "
                + $"{string.Join(',', pod.Items("status", "containerStatuses").Select(status => status.Text("restartCount")))}")];

    private static IReadOnlyList<string> Names(IEnumerable<JsonObject> items) => [.. items.Select(item => item.Name())];
}
