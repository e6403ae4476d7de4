using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NsmPS.Sandbox.Nsm.Wires;

namespace NsmPS.Sandbox.Nsm.CrossConnects;

/// <summary>
/// Events in the words of the protocol. A wire on one node is one entry; one between two nodes is an entry on each, joined by the tunnel's
/// number and both nodes' addresses. Field numbers are the protocol's.
/// </summary>
/// <param name="node">Whose manager tells.</param>
/// <param name="addressOf">The address of a node; empty when it has none.</param>
internal sealed class CrossConnectMessages(string node, Func<string, string> addressOf)
{
    private const string LocalClass = "LOCAL";
    private const string KernelMechanism = "KERNEL_INTERFACE";
    private const string MemifMechanism = "MEMIF";
    private const string TunnelMechanism = "VXLAN";
    private const string Payload = "IP";

    /// <summary>Where the kernel's numbers of network namespaces begin.</summary>
    private const uint FirstInode = 0xf0000000;

    public ReadOnlyMemory<byte> Event(CrossConnectChange change)
    {
        var message = new MessageWriter().Number(1, (int)change.Type);
        foreach (var entry in change.Entries)
        {
            message.Entry(2, Id(entry.Id), Entry(entry));
        }

        return message.Bytes;
    }

    private MessageWriter Entry(CrossConnect entry) => new MessageWriter()
        .Text(1, Id(entry.Id)).Text(2, Payload)
        .Message(4, entry.Wire.Client.Node == node ? Client(entry) : Tunnel(entry))
        .Message(7, entry.Wire.Endpoint.Node == node ? Endpoint(entry) : Tunnel(entry));

    private static MessageWriter Client(CrossConnect entry) =>
        Connection(entry, entry.Id, entry.Client,
            Local(entry.Wire.Client, "Primary interface", entry.Wire.Client.Interface == NsmNames.MemifInterface, []));

    private static MessageWriter Endpoint(CrossConnect entry) =>
        Connection(entry, entry.Id + 1, entry.Endpoint,
            Local(entry.Wire.Endpoint, "NSM Endpoint", entry.EndsInVpp, [new("workspaceNseName", entry.EndpointName)]))
            .Texts(6, entry.Wire.Endpoint.Node);

    // The endpoint's half carries the client's pod too, and both managers in the client's order.
    private MessageWriter Tunnel(CrossConnect entry) =>
        Connection(entry, entry.Id, entry.Client, new MessageWriter().Text(2, TunnelMechanism).Map(3,
        [
            new("src_ip", addressOf(entry.Wire.Client.Node)),
            new("dst_ip", addressOf(entry.Wire.Endpoint.Node)),
            new("vni", entry.Id.ToString(CultureInfo.InvariantCulture)),
        ])).Texts(6, entry.Wire.Client.Node, entry.Wire.Endpoint.Node).Text(7, entry.EndpointName);

    private static MessageWriter Connection(CrossConnect entry, int id, string pod, MessageWriter mechanism) => new MessageWriter()
        .Text(1, Id(id)).Text(2, entry.Service).Message(3, mechanism)
        .Message(4, new MessageWriter()
            .Message(1, new MessageWriter().Text(1, Address(entry, entry.Wire.Client)).Text(2, Address(entry, entry.Wire.Endpoint))
                .Flag(3, true).Flag(4, true)))

        // The namespace is the same for all, whatever the truth is.
        .Map(5, entry.Labels.Where(label => label.Key is not ("namespace" or "podName")).Append(new("namespace", NsmNames.DefaultNamespace))
            .Append(new("podName", pod)));

    private static MessageWriter Local(WireEnd end, string description, bool inVpp, IEnumerable<KeyValuePair<string, string>> more) =>
        new MessageWriter()
        .Text(1, LocalClass).Text(2, inVpp ? MemifMechanism : KernelMechanism).Map(3,
        [
            new("description", description),
            new("name", end.Interface),
            new("netnsInode", Inode(end.Pod)),
            new("socketfile", end.Interface + "/memif.sock"),
            .. more,
        ]);

    private static string Address(CrossConnect entry, WireEnd end) =>
        string.Create(CultureInfo.InvariantCulture, $"{end.Address}/{entry.Wire.LengthOf(end.Address)}");

    private static string Id(int number) => number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The number of a pod's network, always the same.</summary>
    private static string Inode(string pod) =>
        (FirstInode + BitConverter.ToUInt16(SHA256.HashData(Encoding.UTF8.GetBytes(pod)))).ToString(CultureInfo.InvariantCulture);
}
