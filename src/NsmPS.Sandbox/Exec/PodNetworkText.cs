using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using NsmPS.Sandbox.Nsm;
using NsmPS.Sandbox.Nsm.Wires;
using NsmPS.Sandbox.Workloads;

namespace NsmPS.Sandbox.Exec;

/// <summary>What <c>ip</c> prints in a pod, in the words of busybox.</summary>
internal sealed class PodNetworkText(JsonObject pod, WireTable wires)
{
    private const string Linked = "BROADCAST,MULTICAST,UP,LOWER_UP";
    private const string Paired = "BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN";
    private const string Unlinked = "BROADCAST,MULTICAST,M-DOWN";
    private const int PairMtu = 16000;
    private const int UsualMtu = 1500;
    private const int PodLength = 24;

    /// <summary>The interface of the pod network.</summary>
    public const string Uplink = "eth0";

    private const string Loopback =
        "1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00\n"
        + "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n";

    public JsonObject Pod => pod;

    public string PodId => pod.Uid() ?? "";

    /// <summary>The same pod with the wires that it has now.</summary>
    public PodNetworkText Again() => new(pod, wires);

    public bool IsHostNetwork => pod.Text("spec", "hostNetwork") == "true";

    public IReadOnlyList<Wire> Wires { get; } =
        [.. wires.Of(pod.Uid() ?? "").Where(wire => (wire.Client.Pod == pod.Uid() && wire.ShowsAtClient)
            || (wire.Endpoint.Pod == pod.Uid() && wire.ShowsAtEndpoint))];

    /// <summary>The wires that end in the pod's kernel.</summary>
    private IEnumerable<Wire> KernelWires => Components.HasVpp(pod) ? [] : Wires;

    /// <summary>The pod's own end of one of its wires.</summary>
    public WireEnd Own(Wire wire) => wire.Client.Pod == pod.Uid() ? wire.Client : wire.Endpoint;

    public WireEnd Other(Wire wire) => wire.Client.Pod == pod.Uid() ? wire.Endpoint : wire.Client;

    /// <summary>Whether an address is one of the pod's own.</summary>
    public bool IsOwn(string address) => address == "127.0.0.1"
        || Interfaces().Any(item => item.Addresses.Any(own => own.Address == address));

    public string Addresses()
    {
        var text = new StringBuilder(Loopback);
        foreach (var item in Interfaces())
        {
            text.Append(CultureInfo.InvariantCulture, $"{item.Index}: {item.Label}: <{item.Flags}> mtu {item.Mtu} qdisc noqueue \n    "
                + $"link/ether {item.Mac} brd ff:ff:ff:ff:ff:ff\n");
            foreach (var own in item.Addresses)
            {
                text.Append(CultureInfo.InvariantCulture,
                    $"    {own.Describe(item.Name)}\n       valid_lft forever preferred_lft forever\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The MTU of the interfaces of a wire.</summary>
    public static int Mtu(Wire wire) => wire.IsLocal ? PairMtu : UsualMtu;

    /// <summary>The file <c>/proc/net/dev</c>.</summary>
    /// <param name="sent">How many bytes an interface has sent.</param>
    public string Counters(Func<string, long> sent) =>
        "Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame "
        + "compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n"
        + string.Concat(Interfaces().Select(item => $"{item.Name,6}: 0 0 0 0 0 0 0 0 {sent(item.Name)} 0 0 0 0 0 0 0\n"));

    public string Links()
    {
        var text = new StringBuilder("1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\n    link/loopback 00:00:00:00:00:00 "
            + "brd 00:00:00:00:00:00\n");
        foreach (var item in Interfaces())
        {
            text.Append(CultureInfo.InvariantCulture, $"{item.Index}: {item.Label}: <{item.Flags}> mtu {item.Mtu} qdisc noqueue \n    "
                + $"link/ether {item.Mac} brd ff:ff:ff:ff:ff:ff\n");
        }

        return text.ToString();
    }

    public string Routes()
    {
        var items = Interfaces().ToArray();
        var (name, first) = (items[0].Name, items[0].Addresses[0]);
        return string.Concat(
        [
            $"default via {AddressMath.Gateway(first.Address, first.Length)} dev {name} \n",
            .. from item in items
               from own in item.Addresses
               where !own.Is6 && !own.IsSingle
               select $"{own.Network} dev {item.Name} scope link  src {own.Address} \n",
            .. from route in HostRoutes
               where !IpVersion.Is6(route.To)
               select $"{route.To} dev {route.Interface} scope link  src {route.From} \n",
        ]);
    }

    /// <summary>The routes of IPv6.</summary>
    public string Routes6() => string.Concat(
    [
        .. from route in HostRoutes
           where IpVersion.Is6(route.To)
           select $"{route.To} dev {route.Interface}  metric 1024 \n",
        .. from item in Interfaces()
           from own in item.Addresses
           where own.Is6
           select $"{(own.IsSingle ? own.Address : own.Network)} dev {item.Name}  metric 256 \n",
    ]);

    /// <summary>The routes to the other ends of wires.</summary>
    private IEnumerable<(string To, string Interface, string From)> HostRoutes =>
        from wire in KernelWires
        where wire.IsRouted
        from pair in Other(wire).Addresses.Zip(Own(wire).Addresses)
        select (pair.First, Own(wire).Interface, pair.Second);

    /// <summary>The links with a line for what kind each is; NSM's are pairs and tunnels, and the sandbox shows each as one of a
    /// pair.</summary>
    public string DetailedLinks() => Links().Replace("\n    link/ether", "\n    veth \n    link/ether", StringComparison.Ordinal);

    /// <summary>The neighbours on wires; of one address where it is given.</summary>
    public string Neighbours(string? address) => string.Concat(
        from wire in KernelWires
        from other in Other(wire).Addresses
        where address is null || other == address
        select wire.State == WireState.Up
            ? $"{other} dev {Own(wire).Interface} lladdr {Other(wire).Mac} ref 1 used 0/0/0 probes 4 REACHABLE\n"
            : $"{other} dev {Own(wire).Interface}  used 0/0/0 probes 6 FAILED\n");

    private IEnumerable<ShownInterface> Interfaces()
    {
        var address = pod.Text("status", "podIP") ?? "0.0.0.0";
        yield return new ShownInterface(2, IsHostNetwork ? Uplink : Uplink + "@if8", IsHostNetwork ? Linked : Paired, UsualMtu,
            WireTable.Mac(IsHostNetwork ? pod.Node()! : pod.Uid()!), [new ShownAddress(address, PodLength)]);
        if (IsHostNetwork)
        {
            var index = 3;
            foreach (var link in wires.Leftovers(pod.Node()!))
            {
                yield return new ShownInterface(index++, link, Unlinked, UsualMtu, WireTable.Mac(pod.Node() + link), []);
            }
        }

        foreach (var wire in KernelWires)
        {
            var own = Own(wire);
            var flags = wire.State == WireState.Down ? Unlinked : wire.IsLocal ? Paired : Linked;
            var label = wire.IsLocal
                ? string.Create(CultureInfo.InvariantCulture, $"{own.Interface}@if{Other(wire).Index}")
                : $"{own.Interface}@{own.Interface}";
            yield return new ShownInterface(own.Index, label, flags, Mtu(wire), own.Mac, [.. Shown(own, wire)]);
        }
    }

    private static IEnumerable<ShownAddress> Shown(WireEnd own, Wire wire)
    {
        // A link that is down loses its addresses of IPv6.
        string[] shown = [.. own.Addresses.Where(address => wire.State != WireState.Down || !IpVersion.Is6(address))];
        foreach (var address in shown)
        {
            yield return new ShownAddress(address, wire.LengthOf(address));
        }

        if (shown.Any(IpVersion.Is6))
        {
            yield return new ShownAddress(AddressMath.LinkLocal(own.Mac), ShownAddress.LinkLength) { IsLinkLocal = true };
        }
    }
}
