using System.Globalization;
using NsmPS.Lab.Manager.Api;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>
/// A wire in the words of MonitorCrossConnects. A remote wire is two entries on two nodes, joined by vni and node addresses; the label
/// namespace says "default" whatever the truth is.
/// </summary>
internal static class CrossConnects
{
    public static CrossConnect From(Wire wire) => new()
    {
        Id = wire.Id,
        Payload = "IP",
        Source = wire.Kind == WireKind.EndpointSide ? Tunnel(wire, wire.RemoteIp, wire.LocalIp) : Client(wire),
        Destination = wire.Kind == WireKind.ClientSide ? Tunnel(wire, wire.LocalIp, wire.RemoteIp) : Endpoint(wire),
    };

    private static Connection Client(Wire wire)
    {
        var connection = New(wire, wire.ClientPod);
        connection.Mechanism = Kernel("Primary interface", wire.ClientInterface, wire.ClientNetNs, wire.ClientWorkspace);
        return connection;
    }

    private static Connection Endpoint(Wire wire)
    {
        var connection = New(wire, wire.EndpointPod);
        connection.Mechanism = Kernel("NSM Endpoint", wire.EndpointInterface, wire.EndpointNetNs, wire.EndpointWorkspace);
        connection.Mechanism.Parameters["workspaceNseName"] = wire.EndpointName;
        connection.NetworkServiceManagers.Add(wire.EndpointNode);
        return connection;
    }

    private static Connection Tunnel(Wire wire, string source, string destination)
    {
        var connection = New(wire, wire.ClientPod);
        connection.Mechanism = new Mechanism { Type = "VXLAN" };
        connection.Mechanism.Parameters["src_ip"] = source;
        connection.Mechanism.Parameters["dst_ip"] = destination;
        connection.Mechanism.Parameters["vni"] = wire.Vni.ToString(CultureInfo.InvariantCulture);
        connection.NetworkServiceManagers.Add(wire.ClientNode);
        connection.NetworkServiceManagers.Add(wire.EndpointNode);
        connection.NetworkServiceEndpointName = wire.EndpointName;
        return connection;
    }

    private static Mechanism Kernel(string description, string name, string inode, string workspace)
    {
        Mechanism mechanism = new() { Cls = "LOCAL", Type = "KERNEL_INTERFACE" };
        mechanism.Parameters["description"] = description;
        mechanism.Parameters["name"] = name;
        mechanism.Parameters["netnsInode"] = inode;
        mechanism.Parameters["socketfile"] = name + "/memif.sock";
        mechanism.Parameters["workspace"] = workspace;
        return mechanism;
    }

    private static Connection New(Wire wire, string pod)
    {
        Connection connection = new()
        {
            Id = wire.Id,
            NetworkService = wire.Service,
            Context = new ConnectionContext
            {
                IpContext = new IpContext
                {
                    SrcIpAddr = wire.ClientAddress,
                    DstIpAddr = wire.EndpointAddress,
                    SrcIpRequired = true,
                    DstIpRequired = true
                },
            },
        };
        foreach ((var key, var value) in wire.Labels)
        {
            connection.Labels[key] = value;
        }

        connection.Labels["namespace"] = "default";
        connection.Labels["podName"] = pod;
        return connection;
    }
}
