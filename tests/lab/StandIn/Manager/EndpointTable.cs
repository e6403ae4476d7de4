using System.Collections.Concurrent;
using System.Net.Sockets;
using NsmPS.Lab.Protocol;

namespace NsmPS.Lab.Manager;

/// <summary>The endpoints of this node that are connected now, by the name of their object.</summary>
internal sealed class EndpointTable
{
    private readonly ConcurrentDictionary<string, LocalEndpoint> _endpoints = new();

    public void Add(string name, LocalEndpoint endpoint) => _endpoints[name] = endpoint;

    public void Remove(string name) => _endpoints.TryRemove(name, out _);

    /// <exception cref="LabException">The endpoint is not on this node, or no more.</exception>
    public LocalEndpoint Get(string name) =>
        _endpoints.TryGetValue(name, out var endpoint)
            ? endpoint
            : throw new LabException($"endpoint {name} is not registered here");

    /// <summary>Asks the endpoint for the next pair of addresses and writes its side into the wire.</summary>
    public async Task<Wire> AssignAsync(Wire wire, CancellationToken cancellationToken)
    {
        var endpoint = Get(wire.EndpointName);
        UnixDomainSocketEndPoint socket = new(Paths.Base + endpoint.Workspace + "/" + Paths.ClientSocketName);
        var name = "nsm" + new string(Random.Shared.GetItems<char>("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 9));
        var answer = await LineConnection.CallAsync(socket, new Message { Method = "allocate", Interface = name }, cancellationToken);
        return wire with
        {
            EndpointPod = endpoint.Pod,
            EndpointNetNs = endpoint.NetNs,
            EndpointWorkspace = endpoint.Workspace,
            EndpointInterface = name,
            EndpointRelays = answer.Relays == true,
            ClientAddress = answer.ClientAddress!,
            EndpointAddress = answer.EndpointAddress!,
        };
    }
}
