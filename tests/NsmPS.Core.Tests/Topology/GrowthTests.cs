using System.Globalization;
using NsmPS.Core.Tests.Topology.Export;
using NsmPS.Topology.Export;
using NsmPS.Topology.Managers;

namespace NsmPS.Core.Tests.Topology;

/// <summary>What one client costs does not depend on how many there are: each of sixteen times as many may take four times as long, while
/// a search through all of them for each would take sixteen times as long. Time is what this thread had of a processor, which does not hang
/// on what else the machine does.</summary>
public sealed class GrowthTests
{
    private const string ProcessorTime = "/proc/thread-self/schedstat";

    private const int Few = 1000;
    private const int Many = 16 * Few;
    private const int Tolerance = 4;
    private const int Rounds = 3;
    private const int ClientsOfAnEndpoint = 50;

    [Fact]
    public void Merge_PodsAndManagers_CostsTheSameForEachOfMany() => AssertStraight(count =>
    {
        var world = ManyWires(count);
        return () => Assert.Equal(count, world.Wires().Count(wire => wire.State == NsmWireState.Up));
    });

    [Fact]
    public void Join_HalvesOfTunnels_CostsTheSameForEachOfMany() => AssertStraight(count =>
    {
        var told = new Dictionary<string, IReadOnlyList<NsmCrossConnect>>
        {
            ["n1"] = [.. Enumerable.Range(0, count).Select(number => World.Near($"c{number}", "172.16.1.1/30", "icmp-a", number))],
            ["n2"] = [.. Enumerable.Range(0, count).Reverse()
                .Select(number => World.Far($"c{number}", "172.16.1.1/30", "a", "nsm1", "icmp-a", number))],
        };
        return () => Assert.Equal(count, CrossConnectJoin.Join(told).Count(wire => wire.EndpointNode == "n2"));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Build_ManyWiresAndPings_CostsTheSameForEachOfMany(bool together) => AssertStraight(count =>
    {
        var topology = Drawn.Large(count / ClientsOfAnEndpoint, ClientsOfAnEndpoint);
        topology = topology with { Pings = [.. topology.Wires.Select(wire => Drawn.Ping(wire.Client, wire.ClientAddress, NsmVerdict.Ok))] };
        return () => Assert.NotEmpty((together ? GroupedDiagram.Build(topology) : DiagramBuilder.Build(topology)).Wires);
    });

    private static void AssertStraight(Func<int, Action> prepare)
    {
        Assert.SkipUnless(File.Exists(ProcessorTime), "Only Linux tells what a thread has had of a processor.");
        var (few, many) = (prepare(Few), prepare(Many));

        // What is only done at the first time does not count.
        few();
        Assert.InRange(Cost(many, Rounds) / Cost(few, Rounds * (Many / Few)), 0, Tolerance);
    }

    private static double Cost(Action work, int rounds)
    {
        var before = Nanoseconds();
        for (var round = 0; round < rounds; round++)
        {
            work();
        }

        return Nanoseconds() - before;
    }

    private static long Nanoseconds() => long.Parse(File.ReadAllText(ProcessorTime).Split(' ')[0], CultureInfo.InvariantCulture);

    /// <summary>Clients on n2, endpoints on n1, all with the same addresses; a manager tells of every wire.</summary>
    private static World ManyWires(int count)
    {
        var world = new World();
        for (var first = 0; first < count; first += ClientsOfAnEndpoint)
        {
            world.Add(Pods.Endpoint($"e{first}", "n1"), [.. Enumerable.Range(first, ClientsOfAnEndpoint)
                .Select(number => Pods.Link(number + 2, $"nsm{number}", Mac(number), "172.16.1.2/30"))]);
        }

        for (var number = 0; number < count; number++)
        {
            world.Add(Pods.Client($"c{number}", "n2"), Pods.Link(3, "nsm0", Mac(number + count), "172.16.1.1/30"),
                Pods.Met("172.16.1.2", "nsm0", Mac(number)));
        }

        // In the other order: the first client's entry is the last.
        return world.Tell("n2", [.. Enumerable.Range(0, count).Reverse().Select(number => World.Local($"c{number}", "172.16.1.1/30",
            $"e{number / ClientsOfAnEndpoint * ClientsOfAnEndpoint}", $"nsm{number}", ""))]);
    }

    private static string Mac(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"0a:00:00:{number >> 16 & 255:x2}:{number >> 8 & 255:x2}:{number & 255:x2}");
}
