using NsmPS.Adapter.Client.Crossconnects.Protocol;

namespace NsmPS.Adapter.Client.Crossconnects;

/// <summary>Turns the protocol's messages into records. Pure; every part may be missing.</summary>
internal static class CrossConnectConversion
{
    private const string LocalClass = "LOCAL";
    private const string PodLabel = "podName";

    public static NsmCrossConnect From(string id, CrossConnect entry) =>
        new(id, From(entry.Source ?? new Connection()), From(entry.Destination ?? new Connection()));

    private static NsmCrossConnectEnd From(Connection connection)
    {
        var mechanism = connection.Mechanism ?? new Mechanism();
        var isLocal = mechanism.Cls == LocalClass;
        return new NsmCrossConnectEnd
        {
            IsLocal = isLocal,
            NetworkService = connection.NetworkService,
            Mechanism = mechanism.Type,
            Interface = isLocal ? Parameter(mechanism, "name") : "",
            Tunnel = isLocal ? "" : $"{Parameter(mechanism, "vni")} {Parameter(mechanism, "src_ip")} {Parameter(mechanism, "dst_ip")}",
            Pod = connection.Labels.GetValueOrDefault(PodLabel, ""),
            EndpointName = connection.NetworkServiceEndpointName.Length > 0
                ? connection.NetworkServiceEndpointName
                : Parameter(mechanism, "workspaceNseName"),
            ClientAddress = connection.Context?.IpContext?.SrcIpAddr ?? "",
            EndpointAddress = connection.Context?.IpContext?.DstIpAddr ?? "",
            IsUp = connection.State == State.Up,
        };
    }

    private static string Parameter(Mechanism mechanism, string name) => mechanism.Parameters.GetValueOrDefault(name, "");
}
