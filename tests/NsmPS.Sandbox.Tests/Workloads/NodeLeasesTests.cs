using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using NsmPS.Kubernetes;
using NsmPS.Sandbox.Control;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Workloads.Nodes;

namespace NsmPS.Sandbox.Tests.Workloads;

public sealed class NodeLeasesTests
{
    private const string Space = "kube-node-lease";
    private const string Node = "n1";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FaultBox _faults = new();
    private readonly ObjectStore _store;
    private readonly NodeLeases _leases;

    public NodeLeasesTests()
    {
        _store = new ObjectStore(_time, _time, new Lazy<IReadOnlyList<IAdmission>>(() => []));
        _leases = new NodeLeases(_store, _faults);
        _store.Create(BuiltIn.Namespaces, Named(Space));
        _leases.Keep(_store.Create(BuiltIn.Nodes, Named(Node)));
    }

    [Fact]
    public void Present_KubeletLives_IsRenewedEveryTenSecondsWithoutAWrite()
    {
        var version = _store.Version;
        Assert.Equal("2026-01-01T00:00:00.000000Z", Renewed());

        _time.Advance(TimeSpan.FromSeconds(25));

        Assert.Equal("2026-01-01T00:00:20.000000Z", Renewed());
        Assert.Equal(version, _store.Version);
    }

    [Fact]
    public void Present_KubeletIsDown_SaysWhenItWasHeardOfLast()
    {
        _time.Advance(TimeSpan.FromSeconds(25));
        _faults.Set(new Fault { Kind = NsmSandboxFaultKind.NodeDown, Target = Node });
        _leases.Stop(Node);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("2026-01-01T00:00:20.000000Z", Renewed());

        _faults.Clear();

        Assert.Equal("2026-01-01T00:05:20.000000Z", Renewed());
    }

    [Fact]
    public void Present_OtherLeases_StayAsTheyAre()
    {
        _store.Create(BuiltIn.Leases, Named("somebody", Space));
        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(_leases.Present(BuiltIn.Leases, _store.Get(BuiltIn.Leases, Space, "somebody")!).Text("spec", "renewTime"));
    }

    [Fact]
    public async Task Api_LeaseOfANode_IsRenewedInEveryAnswer()
    {
        const string Leases = $"/apis/coordination.k8s.io/v1/namespaces/{Space}/leases";
        await using var server = await SandboxServer.StartAsync();
        await server.PostAsync(Leases,
            """{"metadata":{"name":"sandbox-node-1"},"spec":{"holderIdentity":"x","renewTime":"2020-01-01T00:00:00.000000Z"}}""");

        Assert.DoesNotContain("2020", (await server.GetAsync($"{Leases}/sandbox-node-1")).Text("spec", "renewTime"));
        Assert.DoesNotContain("2020", (await server.GetAsync(Leases)).Items("items").Single().Text("spec", "renewTime"));
    }

    [Fact]
    public async Task Cluster_EveryNode_HasALeaseOfItsOwn()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.SettledAsync();

        Assert.All(cluster.Store.List(BuiltIn.Leases, Space).Zip(cluster.Store.List(BuiltIn.Nodes)), pair =>
            Assert.Equal((pair.Second.Name(), pair.Second.Uid()),
                (pair.First.Text("spec", "holderIdentity"), pair.First.Items("metadata", "ownerReferences").Single().Text("uid"))));
    }

    private string? Renewed() => _leases.Present(BuiltIn.Leases, _store.Get(BuiltIn.Leases, Space, Node)!).Text("spec", "renewTime");

    private static JsonObject Named(string name, string? ns = null) =>
        new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns } };
}
