using System.Text.Json.Nodes;
using NsmPS.Kubernetes;

namespace NsmPS.Topology.Managers;

/// <summary>Adds what managers tell of a wire to what its pods show.</summary>
internal sealed class ToldWire(TopologyView view, EndpointNames names, ManagedWire told)
{
    /// <param name="row">What the client's pod shows.</param>
    /// <param name="isRead">Whether the client's pod could be read.</param>
    public NsmConnection Apply(NsmConnection row, bool isRead)
    {
        var endpoint = told.Endpoint.Length > 0 ? names.Pod(told.Endpoint) : names.Registered(told.EndpointName);
        var node = endpoint?.NodeName() ?? told.EndpointNode;
        if (isRead && row.Endpoint.Length > 0 && endpoint is not null && row.Endpoint != endpoint.Name())
        {
            return row with
            {
                State = NsmWireState.Unknown,
                Source = NsmWireSource.Pods,
                Detail = $"the pods show endpoint {row.Endpoint}, the managers tell {endpoint.Name()}",
            };
        }

        var (state, detail) = Judge(row, endpoint, isRead);
        return row with
        {
            ClientInterface = row.ClientInterface.Length > 0 ? row.ClientInterface : told.ClientInterface,
            ClientAddress = row.ClientAddress.Length > 0 ? row.ClientAddress : told.ClientAddress,
            Endpoint = endpoint?.Name() ?? told.Endpoint,
            EndpointName = told.EndpointName.Length > 0 ? told.EndpointName : row.EndpointName,
            EndpointNode = node,
            EndpointInterface = told.EndpointInterface.Length > 0 ? told.EndpointInterface : row.EndpointInterface,
            EndpointAddress = told.EndpointAddress.Length > 0 ? told.EndpointAddress : row.EndpointAddress,
            Locality = node.Length == 0 || row.ClientNode.Length == 0
                ? NsmLocality.Unknown
                : node == row.ClientNode ? NsmLocality.Local : NsmLocality.CrossNode,
            State = state,
            Source = isRead ? NsmWireSource.PodsAndManagers : NsmWireSource.Managers,
            Detail = detail,
        };
    }

    private (NsmWireState State, string Detail) Judge(NsmConnection row, JsonObject? endpoint, bool isRead)
    {
        if (endpoint is null && told.Endpoint.Length > 0)
        {
            return (NsmWireState.Dead, $"its endpoint's pod {told.Endpoint} is gone");
        }

        if (isRead && row.State is NsmWireState.Dead or NsmWireState.Down)
        {
            return (row.State, row.Detail);
        }

        if (!told.IsUp)
        {
            return (NsmWireState.Down, "NSM's manager says that it is down");
        }

        var end = endpoint is null ? null : view.LinksOf(endpoint).Links;
        return end is not null && told.EndsInKernel && told.EndpointInterface.Length > 0
            && end.Find(told.EndpointInterface) is not { IsUp: true }
            ? (end.Find(told.EndpointInterface) is null
                ? NsmWireState.Dead
                : NsmWireState.Down, $"the endpoint's interface {told.EndpointInterface} is gone or has no link")
            : endpoint is null ? (NsmWireState.Unknown, "no manager tells its endpoint") : (NsmWireState.Up, "");
    }
}
