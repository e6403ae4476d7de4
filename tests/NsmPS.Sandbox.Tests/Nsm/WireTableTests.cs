using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Tests.Nsm;

public sealed class WireTableTests
{
    private readonly WireTable _table = new();

    [Fact]
    public void Break_Node_BreaksWhatTouchesItAndLeavesLinksOnBothNodes()
    {
        Lay("c1", "n1", "e2", "n2");
        Lay("c3", "n3", "e3", "n3");

        Assert.Equal(1, _table.Break("n1"));

        Assert.Equal([WireState.Down, WireState.Up], _table.Wires.Select(wire => wire.State));
        Assert.Equal(["nsm0"], _table.Leftovers("n1"));
        Assert.Equal(["nsm0"], _table.Leftovers("n2"));
        Assert.Empty(_table.Leftovers("n3"));
    }

    [Theory]
    [InlineData("n1", false)]
    [InlineData("n2", true)]
    public void Remove_Endpoint_TakesTheClientsInterfaceOnTheSameNodeOnly(string clientNode, bool keeps)
    {
        Lay("c", clientNode, "e", "n1");

        _table.Remove("e");

        Assert.Equal(keeps, _table.Wires.Any(wire => wire.ShowsAtClient));
        Assert.DoesNotContain(_table.Wires, wire => wire.State == WireState.Up);
    }

    [Fact]
    public void Remove_BothEnds_ForgetsTheWire()
    {
        Lay("c", "n1", "e", "n2");

        _table.Remove("c");
        Assert.True(Assert.Single(_table.Wires).ShowsAtEndpoint);
        _table.Remove("e");

        Assert.Empty(_table.Wires);
    }

    [Fact]
    public void Add_Wires_HaveNamesAndAddressesOfTheirOwn()
    {
        Lay("c1", "n1", "e", "n1");
        Lay("c2", "n1", "e", "n1");

        var ends = _table.Wires.SelectMany(wire => (WireEnd[])[wire.Client, wire.Endpoint]).ToArray();
        Assert.Equal(4, ends.Select(end => end.Mac).Distinct().Count());
        Assert.Equal(4, ends.Select(end => end.Index).Distinct().Count());
        Assert.All(_table.Wires, wire => Assert.Matches("^nsm[A-Za-z0-9]{9}$", wire.Endpoint.Interface));
    }

    private void Lay(string client, string clientNode, string endpoint, string endpointNode) =>
        _table.Add(client, clientNode, "nsm0", endpoint, endpointNode, [new AddressPair("172.16.1.1", "172.16.1.2")]);
}
