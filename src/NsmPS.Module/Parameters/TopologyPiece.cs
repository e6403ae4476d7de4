using System.Management.Automation;

namespace NsmPS.Parameters;

/// <summary>What a piped object is of a topology: a client, endpoint, wire or service, or a sample's pods.</summary>
internal sealed class TopologyPiece
{
    private string _client = "";
    private string _namespace = "";
    private string _interface = "";
    private string _endpoint = "";
    private string _endpointPod = "";
    private IReadOnlyList<string> _services = [];
    private IReadOnlyList<string> _pods = [];

    public static TopologyPiece Of(PSObject piped)
    {
        string Text(string property) => PipedObject.Text(piped, property);
        bool Is<T>() => PipedObject.IsAny(piped, [typeof(T)]);
        return Is<NsmClient>() ? new()
        {
            _client = Text(nameof(NsmClient.Name)),
            _namespace = Text(nameof(NsmClient.Namespace)),
            _services = [.. PipedObject.Items(piped, nameof(NsmClient.NetworkServices)).Select(service => service.ToString())],
        }
        : Is<NsmConnection>() ? new()
        {
            _client = Text(nameof(NsmConnection.Client)),
            _namespace = Text(nameof(NsmConnection.ClientNamespace)),
            _interface = Text(nameof(NsmConnection.ClientInterface)),
            _endpoint = Text(nameof(NsmConnection.EndpointName)),
            _endpointPod = Text(nameof(NsmConnection.Endpoint)),
            _services = [Text(nameof(NsmConnection.NetworkService))],
        }
        : Is<NsmEndpoint>() ? new()
        {
            _endpoint = Text(nameof(NsmEndpoint.Name)),
            _endpointPod = Text(nameof(NsmEndpoint.Pod)),
            _services = [Text(nameof(NsmEndpoint.NetworkService))],
        }
        : Is<NsmNetworkService>() ? new() { _services = [Text(nameof(NsmNetworkService.Name))] }
        : Is<NsmIcmpResult>() ? new()
        {
            _client = Text(nameof(NsmIcmpResult.Client)),
            _namespace = Text(nameof(NsmIcmpResult.ClientNamespace)),
            _interface = Text(nameof(NsmIcmpResult.Interface)),
            _endpointPod = Text(nameof(NsmIcmpResult.Endpoint)),
        }
        : new()
        {
            _namespace = Text(nameof(NsmSampleApp.Namespace)),
            _pods = [.. PipedObject.Items(piped, nameof(NsmSampleApp.Pods))
                .Select(pod => PipedObject.Text(pod, nameof(NsmSamplePod.Name)))],
        };
    }

    public bool Has(NsmClient client) =>
        _client.Length > 0 ? client.Name == _client && IsIn(client.Namespace)
        : _pods.Count > 0 ? _pods.Contains(client.Name) && IsIn(client.Namespace)
        : client.NetworkServices.Any(_services.Contains);

    public bool Has(NsmEndpoint endpoint) =>
        _endpoint.Length + _endpointPod.Length > 0 ? IsEndpoint(endpoint.Name, endpoint.Pod)
        : _pods.Count > 0 ? _pods.Contains(endpoint.Pod)
        : _services.Contains(endpoint.NetworkService);

    public bool Has(NsmConnection wire) =>
        _pods.Count > 0 ? (_pods.Contains(wire.Client) && IsIn(wire.ClientNamespace)) || _pods.Contains(wire.Endpoint)
        : _client.Length > 0 ? wire.Client == _client && IsIn(wire.ClientNamespace)
            && (_interface.Length == 0 || wire.ClientInterface == _interface)
        : _endpoint.Length + _endpointPod.Length > 0 ? IsEndpoint(wire.EndpointName, wire.Endpoint)
        : _services.Contains(wire.NetworkService);

    public bool Has(NsmIcmpResult row) => row.Client == _client && IsIn(row.ClientNamespace)
        && (_interface.Length == 0 || row.Interface == _interface);

    /// <summary>Whether a row of a ping is about a wire of it, as <see cref="Has(NsmConnection)"/> says of wires.</summary>
    public bool IsOn(NsmIcmpResult row) => Has(new NsmConnection
    {
        Cluster = row.Cluster,
        Client = row.Client,
        ClientNamespace = row.ClientNamespace,
        ClientInterface = row.Interface,
        Endpoint = row.Endpoint,
        NetworkService = row.NetworkService,
        State = NsmWireState.Unknown,
        Source = NsmWireSource.Pods,
    });

    public bool Has(NsmNetworkService service, NsmTopology topology) =>
        _services.Count > 0
            ? _services.Contains(service.Name)
            : topology.Clients.Any(client => Has(client) && client.NetworkServices.Contains(service.Name));

    private bool IsIn(string @namespace) => _namespace.Length == 0 || @namespace.Length == 0 || @namespace == _namespace;

    private bool IsEndpoint(string name, string pod) =>
        (_endpoint.Length > 0 && name.Length > 0) ? name == _endpoint : _endpointPod.Length > 0 && pod == _endpointPod;
}
