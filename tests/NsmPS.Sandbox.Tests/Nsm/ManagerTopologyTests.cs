extern alias core;
using System.Text.Json.Nodes;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Topology;
using core::NsmPS.Topology.Managers;
using Grpc.Core;
using Grpc.Net.Client;
using NsmPS.Adapter.Client.Crossconnects;
using NsmPS.Kubernetes;
using NsmPS.Lab.Manager.Api;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Store;
using NsmPS.Sandbox.Tests.Workloads;
using NsmPS.Sandbox.Workloads;
using NsmPS.Sandbox.Workloads.Nodes;
using ClusterClient = core::NsmPS.Kubernetes.ClusterClient;
using NsmNames = NsmPS.Sandbox.Nsm.NsmNames;

namespace NsmPS.Sandbox.Tests.Nsm;

/// <summary>What the library finds out about a sandbox's wires, over HTTPS and the managers' port, is what the sandbox has.</summary>
public sealed class ManagerTopologyTests
{
    private const int Forwards = 20;

    [Fact]
    public async Task Topology_FromWiringToABrokenNode_IsWhatTheWiresAre()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        await cluster.CreateSampleAsync();
        using var client = await cluster.ConnectAsync();

        var fresh = await ReadAsync(client);
        Assert.Equal(Truth(cluster, "Up"), Rows(fresh));
        Assert.Contains(fresh, row => row.Locality == NsmLocality.CrossNode);
        Assert.All(fresh, row => Assert.Equal((NsmWireSource.PodsAndManagers, ""), (row.Source, row.Detail)));

        // The entry of a client that is gone stays, as NSM v0.2 leaves it. Both endpoints keep clients.
        var crowd = cluster.Wires.Wires.GroupBy(wire => wire.Endpoint.Pod).MaxBy(group => group.Count())!;
        var gone = cluster.PodsOf(Harness.Client).First(pod => pod.Uid() == crowd.First().Client.Pod);
        cluster.Store.Delete(BuiltIn.Pods, Harness.Space, gone.Name(), graceSeconds: 0);
        await cluster.UntilAsync("the next client has its wire",
            () => cluster.PodsOf(Harness.Client) is { Count: 4 } pods && pods.All(pod => cluster.Wires.HasClient(pod.Uid()!)));
        var renewed = await ReadAsync(client);
        Assert.Equal(Truth(cluster, "Up"), Rows(renewed.Where(row => row.State == NsmWireState.Up)));
        var dead = Assert.Single(renewed, row => row.State != NsmWireState.Up);
        Assert.Equal((gone.Name(), NsmWireState.Dead, NsmWireSource.Managers, "its client is gone"),
            (dead.Client, dead.State, dead.Source, dead.Detail));

        // A remote client keeps its interface, a local one loses it: both wires are dead.
        var endpoint = cluster.PodsOf(Harness.Endpoint)[0];
        var victims = cluster.Wires.Wires.Where(wire => wire.Endpoint.Pod == endpoint.Uid() && wire.State == WireState.Up)
            .Select(wire => NameOf(cluster, wire.Client.Pod)).Order().ToList();
        cluster.Store.Delete(BuiltIn.Pods, Harness.Space, endpoint.Name(), graceSeconds: 0);
        await cluster.UntilAsync("its wires are lost",
            () => cluster.Wires.Wires.All(wire => wire.Endpoint.Pod != endpoint.Uid() || wire.State != WireState.Up));
        var without = await ReadAsync(client);
        Assert.Equal(victims, without.Where(row => row.State == NsmWireState.Dead && row.Client != gone.Name())
            .Select(row => row.Client).Order());
        Assert.All(without.Where(row => victims.Contains(row.Client)),
            row => Assert.Equal($"its endpoint's pod {endpoint.Name()} is gone", row.Detail));

        // The next forwarder breaks what is left on its node, and no manager knows it any more.
        var left = cluster.Wires.Wires.First(wire => wire.State == WireState.Up);
        var forwarder = cluster.PodsOf("nsm-kernel-forwarder").Single(pod => pod.Node() == left.Client.Node);
        cluster.Store.Delete(BuiltIn.Pods, Harness.Space, forwarder.Name(), graceSeconds: 0);
        await cluster.UntilAsync("the next forwarder has broken them",
            () => cluster.Wires.Wires.All(wire => !wire.Touches(left.Client.Node) || wire.State != WireState.Up));
        var broken = Assert.Single(await ReadAsync(client), row => row.Client == NameOf(cluster, left.Client.Pod));
        Assert.Equal((NsmWireState.Down, NsmWireSource.Pods, "the client's interface has no link"),
            (broken.State, broken.Source, broken.Detail));
        Assert.DoesNotContain(cluster.Mesh.CrossConnects.Entries, entry => entry.Wire.Touches(left.Client.Node));
        await cluster.UntilAsync("nobody is left who watches", () => cluster.Mesh.CrossConnects.Watches == 0);
    }

    [Fact]
    public async Task Monitor_ManyAtOnce_AreToldEveryChangeAndLeaveNothing()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        using var client = await cluster.ConnectAsync();
        var manager = cluster.PodsOf("nsmgr")[0];
        var node = manager.Node()!;
        var monitors = await Task.WhenAll(Enumerable.Range(0, Forwards).Select(_ => Monitor.StartAsync(client, manager)));
        Assert.All(monitors, monitor =>
            Assert.Equal((CrossConnectEventType.InitialStateTransfer, 0), (monitor.Current.Type, monitor.Current.CrossConnects.Count)));
        Assert.Equal(Forwards, cluster.Mesh.CrossConnects.Watches);

        var far = cluster.PodsOf("nsmgr").First(pod => pod.Node() != node).Node()!;
        var wish = new WireWish("shop", "nsm0") { Labels = new Dictionary<string, string> { ["app"] = "till" } };
        cluster.Mesh.AddEndpoint(new RegisteredEndpoint("shop1", "shop", "endpoint", far, new AddressBlocks("10.20.1.0/24"))
        {
            PodName = "shop-nse",
            InVpp = true
        });
        Assert.Null(cluster.Mesh.Connect("client", node, wish, withoutWire: false, name: "shop-nsc"));

        foreach (var monitor in monitors)
        {
            var added = Assert.Single((await monitor.NextAsync(CrossConnectEventType.Update)).CrossConnects).Value;
            Assert.Equal("{ \"cls\": \"LOCAL\", \"type\": \"KERNEL_INTERFACE\" }", Without(added.Source.Mechanism));
            Assert.Equal(("nsm0", "nsm0/memif.sock"),
                (added.Source.Mechanism.Parameters["name"], added.Source.Mechanism.Parameters["socketfile"]));
            Assert.Equal(("VXLAN", ""), (added.Destination.Mechanism.Type, added.Destination.Mechanism.Cls));
            Assert.Equal([AddressOf(cluster, node), AddressOf(cluster, far)],
                [added.Destination.Mechanism.Parameters["src_ip"], added.Destination.Mechanism.Parameters["dst_ip"]]);
            Assert.Equal(("shop", "shop1", State.Up),
                (added.Source.NetworkService, added.Destination.NetworkServiceEndpointName, added.Destination.State));
            Assert.Equal([node, far], added.Destination.NetworkServiceManagers);
            Assert.Equal(("10.20.1.1/30", "10.20.1.2/30", true),
                (added.Source.Context.IpContext.SrcIpAddr, added.Source.Context.IpContext.DstIpAddr,
                    added.Source.Context.IpContext.DstIpRequired));
            Assert.Equal(("shop-nsc", "default", "till"),
                (added.Source.Labels["podName"], added.Source.Labels["namespace"], added.Source.Labels["app"]));
        }

        using (var other = await Monitor.StartAsync(client, cluster.PodsOf("nsmgr").Single(pod => pod.Node() == far)))
        {
            var half = Assert.Single(other.Current.CrossConnects).Value;
            Assert.Equal(("VXLAN", "MEMIF"), (half.Source.Mechanism.Type, half.Destination.Mechanism.Type));
            Assert.Equal(("shop-nsc", "shop-nse", "shop1"),
                (half.Source.Labels["podName"], half.Destination.Labels["podName"],
                    half.Destination.Mechanism.Parameters["workspaceNseName"]));
        }

        cluster.Mesh.AddEndpoint(new RegisteredEndpoint("depot1", "depot", "near", node, new AddressBlocks("10.20.2.0/24"))
        {
            PodName = "depot-nse"
        });
        Assert.Null(cluster.Mesh.Connect("client", node, new WireWish("depot", "nsm1"), withoutWire: false, name: "shop-nsc"));
        cluster.Mesh.ForwarderUp(node, "next");
        foreach (var monitor in monitors)
        {
            var local = Assert.Single((await monitor.NextAsync(CrossConnectEventType.Update)).CrossConnects).Value;
            Assert.Equal(("LOCAL", "LOCAL", "KERNEL_INTERFACE"),
                (local.Source.Mechanism.Cls, local.Destination.Mechanism.Cls, local.Destination.Mechanism.Type));
            Assert.Equal(("nsm1", "depot1", node),
                (local.Source.Mechanism.Parameters["name"], local.Destination.Mechanism.Parameters["workspaceNseName"],
                    Assert.Single(local.Destination.NetworkServiceManagers)));
            Assert.Equal("shop",
                Assert.Single((await monitor.NextAsync(CrossConnectEventType.Delete)).CrossConnects).Value.Source.NetworkService);
            Assert.Equal("depot",
                Assert.Single((await monitor.NextAsync(CrossConnectEventType.Delete)).CrossConnects).Value.Source.NetworkService);
            monitor.Dispose();
        }

        await cluster.UntilAsync("nobody is left who watches", () => cluster.Mesh.CrossConnects.Watches == 0);
    }

    [Fact]
    public async Task Manager_AnythingElse_IsUnimplemented()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        using var client = await cluster.ConnectAsync();
        await using var connection = await client.ConnectToPodAsync(Harness.Space, cluster.PodsOf("nsmgr")[0].Name(),
            NsmNames.ManagerPortNumber, Harness.Token);
        using var channel = Monitor.Channel(connection);
        var method = new Method<string, string>(MethodType.Unary, "connection.MonitorConnection", "MonitorConnections",
            Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        var failure = await Assert.ThrowsAsync<RpcException>(() => channel.CreateCallInvoker()
            .AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Harness.Token), "x").ResponseAsync);

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    [Fact]
    public async Task Manager_WithTls_TellsNobody()
    {
        await using var cluster = await Harness.StartAsync();
        foreach (var file in (string[])["namespace.yaml", "crds.yaml", "rbac.yaml"])
        {
            cluster.Apply(Yaml.File("mesh", "v0.2.0", file));
        }

        var manifest = Yaml.File("mesh", "v0.2.0", "nsmgr.yaml");
        foreach (var variable in manifest.Single().Items("spec", "template", "spec", "containers")
            .SelectMany(container => container.Items("env")).Where(item => item.Text("name") == NsmNames.InsecureVariable))
        {
            variable["value"] = "false";
        }

        cluster.Apply(manifest);
        await cluster.UntilAsync("the managers listen",
            () => cluster.PodsOf("nsmgr") is { Count: 3 } pods
                && pods.All(pod => cluster.Ports.Find(pod.Uid()!, NsmNames.ManagerPortNumber) is not null));
        using var client = await cluster.ConnectAsync();
        await using var connection = await client.ConnectToPodAsync(Harness.Space, cluster.PodsOf("nsmgr")[0].Name(),
            NsmNames.ManagerPortNumber, Harness.Token);

        var failure = await Assert.ThrowsAsync<NsmException>(() => CrossConnectReader.ReadAsync(connection, Harness.Token));

        Assert.Equal(NsmErrors.ManagerUnreadable, failure.Error);
    }

    [Fact]
    public async Task Topology_ManagersThatDoNotAnswerInTime_AreLate()
    {
        await using var cluster = await Harness.StartAsync();
        await cluster.InstallAsync();
        using var client = await cluster.ConnectAsync();

        var topology = await new TopologyReader(new(client, Catalog.Load(Yaml.Root)), new Silent())
            .ReadAsync(new TopologyOptions { ManagerTimeout = TimeSpan.FromMilliseconds(1) }, Harness.Token);

        Assert.Equal(3, topology.Late.Count);
        Assert.Equal(topology.Warnings, topology.Late);
        Assert.Contains("The manager of node sandbox-node-1 did not answer within 0.001 s.", topology.Late);
    }

    private static async Task<IReadOnlyList<NsmConnection>> ReadAsync(ClusterClient client)
    {
        var topology = await new TopologyReader(new(client, Catalog.Load(Yaml.Root)), new Managers())
            .ReadAsync(new TopologyOptions { ManagerTimeout = TimeSpan.FromMinutes(1) }, Harness.Token);
        Assert.Empty(topology.Warnings);
        return topology.Wires;
    }

    private static IEnumerable<string> Rows(IEnumerable<NsmConnection> rows) => rows
        .Select(row => $"{row.State} {row.Client} {row.ClientNode} {row.ClientInterface} {row.ClientAddress} {row.Endpoint} "
            + $"{row.EndpointNode} {row.EndpointInterface} {row.EndpointAddress} {row.Locality}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> Truth(Harness cluster, string state) =>
        cluster.Wires.Wires.Where(wire => wire.State == WireState.Up).Select(wire =>
        $"{state} {NameOf(cluster, wire.Client.Pod)} {wire.Client.Node} {wire.Client.Interface} {wire.Client.Address}/30 "
        + $"{NameOf(cluster, wire.Endpoint.Pod)} {wire.Endpoint.Node} {wire.Endpoint.Interface} {wire.Endpoint.Address}/30 "
        + $"{(wire.IsLocal ? NsmLocality.Local : NsmLocality.CrossNode)}").Order(StringComparer.Ordinal);

    private static string? NameOf(Harness cluster, string pod) =>
        cluster.Store.List(BuiltIn.Pods).FirstOrDefault(item => item.Uid() == pod)?.Name();

    private static string AddressOf(Harness cluster, string node) =>
        PodAddresses.HostAddress(cluster.Store.Get(BuiltIn.Nodes, null, node)!)!;

    private static string Without(Mechanism mechanism)
    {
        var copy = mechanism.Clone();
        copy.Parameters.Clear();
        return copy.ToString();
    }

    private sealed class Silent : ICrossConnectSource
    {
        public async Task<IReadOnlyList<NsmCrossConnect>> ReadAsync(Stream connection, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return [];
        }
    }

    private sealed class Managers : ICrossConnectSource
    {
        public Task<IReadOnlyList<NsmCrossConnect>> ReadAsync(Stream connection, CancellationToken cancellationToken) =>
            CrossConnectReader.ReadAsync(connection, cancellationToken);
    }

    /// <summary>A stream of cross connects, as any client of gRPC reads it.</summary>
    private sealed class Monitor(Stream connection, GrpcChannel channel, AsyncServerStreamingCall<CrossConnectEvent> call) : IDisposable
    {
        public CrossConnectEvent Current => call.ResponseStream.Current;

        public static async Task<Monitor> StartAsync(ClusterClient client, JsonObject manager)
        {
            var connection = await client.ConnectToPodAsync(Harness.Space, manager.Name(), NsmNames.ManagerPortNumber, Harness.Token);
            var channel = Channel(connection);
            var call = new MonitorCrossConnect.MonitorCrossConnectClient(channel)
                .MonitorCrossConnects(new(), cancellationToken: Harness.Token);
            Assert.True(await call.ResponseStream.MoveNext(Harness.Token));
            return new Monitor(connection, channel, call);
        }

        public static GrpcChannel Channel(Stream connection) => GrpcChannel.ForAddress("http://nsmd", new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { UseProxy = false, ConnectCallback = (_, _) => ValueTask.FromResult(connection) },
            DisposeHttpClient = true,
        });

        public async Task<CrossConnectEvent> NextAsync(CrossConnectEventType expected)
        {
            Assert.True(await call.ResponseStream.MoveNext(Harness.Token));
            Assert.Equal(expected, Current.Type);
            return Current;
        }

        public void Dispose()
        {
            call.Dispose();
            channel.Dispose();
            connection.Dispose();
        }
    }
}
